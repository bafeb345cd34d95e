// SPDX-License-Identifier: Apache-2.0
// Sessions over plain sockets of ws: refusals, transcription, compression.
import assert from 'node:assert/strict';
import { closeSession, plainUrl, Session, speechOf, WebSocket } from './sdk.mjs';

const key = `Bearer ${process.env.OPENAI_API_KEY}`;
const withKey = { headers: { Authorization: key } };
const model = '?model=gpt-realtime';

async function refusals() {
  const cases = [
    [model, { headers: { Authorization: 'Bearer wrong' } }, 'invalid_api_key', 3000],
    [model, {}, null, 3000],
    ['', withKey, 'missing_model', 4000],
    ['?model=no-such-model', withKey, 'invalid_model', 4000],
    [model, { headers: { Authorization: key, 'OpenAI-Beta': 'realtime=v1' } }, 'beta_api_shape_disabled', 4000],
  ];
  for (const [query, options, code, closeCode] of cases) {
    const session = new Session(new WebSocket(plainUrl + query, options));
    assert.equal((await session.next('error')).error.code, code);
    assert.deepEqual(await session.closed, [closeCode, 'invalid_request_error' + (code ? '.' + code : '')]);
  }
}

async function transcription(client) {
  const session = new Session(new WebSocket(plainUrl + '?intent=transcription', withKey));
  assert.equal((await session.next('session.created')).session.type, 'transcription');
  const input = { transcription: { model: 'gpt-4o-transcribe' }, turn_detection: { type: 'server_vad', silence_duration_ms: 500 } };
  await session.ask({ type: 'session.update', session: { type: 'transcription', audio: { input } } }, 'session.updated');
  const completed = session.next('conversation.item.input_audio_transcription.completed');
  session.sendSpeech(await speechOf(client, 'Go forward ten meters.'));
  const { transcript, usage } = await completed;
  assert.match(transcript, /forward/);
  assert.equal(usage.type, 'tokens');
  assert.ok(!session.types().includes('response.created'));
  await closeSession(session);
}

async function compression() {
  const session = new Session(new WebSocket(plainUrl + model, withKey));
  await session.next('session.created');
  assert.match(session.socket.extensions, /permessage-deflate/);
  const instructions = 'Be brief. '.repeat(1000);
  const { session: updated } = await session.ask({ type: 'session.update', session: { type: 'realtime', instructions } }, 'session.updated');
  assert.equal(updated.instructions, instructions);
  await closeSession(session);
}

async function badFrames() {
  const session = new Session(new WebSocket(plainUrl + model, withKey));
  await session.next('session.created');
  for (const [frame, code] of [[Buffer.from('binary'), 'invalid_event'], ['no JSON', 'invalid_json'], ['{"type":"make.coffee"}', 'invalid_value']]) {
    const error = session.next('error');
    session.socket.send(frame);
    assert.equal((await error).error.code, code);
  }
  assert.equal((await session.say('Hello')).status, 'completed');
  session.send({ type: 'session.close' });
  assert.equal((await session.closed)[0], 1000);
}

export const socketChecks = (client) => [
  ['refusals come after the upgrade, with their codes', refusals],
  ['a transcription session', () => transcription(client)],
  ['compression, both ways', compression],
  ['bad frames end nothing', badFrames],
];
