// SPDX-License-Identifier: Apache-2.0
// Turns of conversations through the SDK's own session.
import assert from 'node:assert/strict';
import { closeSession, OpenAI, openSession, Session, OpenAIRealtimeWS, speechOf, wordsOf } from './sdk.mjs';

const weather = { type: 'function', name: 'get_weather', description: 'Tells the weather', parameters: { type: 'object', properties: {} } };
const clock = { type: 'function', name: 'get_clock', description: 'Tells the clock', parameters: { type: 'object', properties: {} } };
const handoff = { type: 'function', name: 'transfer_to_billing', description: 'Handoff to the billing agent', parameters: { type: 'object', properties: {} } };

async function textTurn(client) {
  const session = await openSession(client, { output_modalities: ['text'] });
  const before = session.events.length;
  const limits = session.next('rate_limits.updated');
  const response = await session.say('What is two plus three?');
  await limits;
  assert.match(wordsOf(response), /5|five/i);
  assert.ok(response.usage.total_tokens > 0);
  const order = session.types().slice(before).filter((type) => !type.endsWith('.delta'));
  assert.deepEqual(order, ['conversation.item.added', 'conversation.item.done', 'response.created', 'response.output_item.added',
    'conversation.item.added', 'response.content_part.added', 'response.output_text.done', 'response.content_part.done',
    'conversation.item.done', 'response.output_item.done', 'response.done', 'rate_limits.updated']);
  await closeSession(session);
}

async function spokenTurn(client) {
  const session = await openSession(client, {
    audio: { input: { transcription: { model: 'whisper-1' }, turn_detection: { type: 'server_vad', silence_duration_ms: 500 } } },
  });
  const heard = session.next('conversation.item.input_audio_transcription.completed');
  const done = session.next('response.done');
  session.sendSpeech(await speechOf(client, 'Go forward ten meters.'));
  assert.match((await heard).transcript, /forward/);
  assert.equal((await done).response.status, 'completed');
  const audio = session.events.filter((event) => event.type === 'response.output_audio.delta');
  assert.ok(audio.reduce((bytes, event) => bytes + Buffer.from(event.delta, 'base64').length, 0) > 24000);
  await closeSession(session);
}

async function answerCalls(session, response) {
  for (const call of response.output)
    session.send({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id: call.call_id, output: `Output of ${call.name}.` } });
  return (await session.ask({ type: 'response.create' }, 'response.done')).response;
}

async function toolTurn(client) {
  const session = await openSession(client, { output_modalities: ['text'], tools: [weather, clock] });
  const called = await session.say('Tell me the weather and the clock');
  assert.deepEqual(called.output.map((item) => item.name).sort(), ['get_clock', 'get_weather']);
  const told = await answerCalls(session, called);
  assert.match(wordsOf(told), /get_weather/);
  assert.match(wordsOf(told), /get_clock/);
  const forced = await session.say('anything', { tool_choice: { type: 'function', name: 'get_clock' } });
  assert.equal(forced.output[0].name, 'get_clock');
  await closeSession(session);
}

async function handoffTurn(client) {
  const session = await openSession(client, { output_modalities: ['text'], tools: [handoff] });
  const called = await session.say('Transfer me to billing, please');
  assert.equal(called.output[0].name, 'transfer_to_billing');
  await session.ask({ type: 'session.update', session: { type: 'realtime', instructions: 'Say exactly: Billing speaks.', tools: [] } }, 'session.updated');
  await answerCalls(session, called);
  assert.match(wordsOf(await session.say('Hello')), /Billing speaks/);
  await closeSession(session);
}

async function interruption(client) {
  // Long enough to be still under way when the user speaks: seconds of work for the engine, minutes of speech.
  const session = await openSession(client, {
    instructions: 'Say exactly: Hello there. ' + 'This goes on for quite a while and then for a little more. '.repeat(60),
    audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 300 } } },
  });
  const speech = await speechOf(client, 'Stop it now, please.');
  const first = session.next('response.output_audio.delta');
  const done = session.next('response.done');
  session.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] } });
  session.send({ type: 'response.create' });
  const { item_id } = await first;
  session.sendSpeech(speech);
  const { response } = await done;
  assert.equal(response.status, 'cancelled');
  assert.equal(response.status_details.reason, 'turn_detected');
  const truncated = await session.ask({ type: 'conversation.item.truncate', item_id, content_index: 0, audio_end_ms: 50 }, 'conversation.item.truncated');
  assert.equal(truncated.audio_end_ms, 50);
  const { item } = await session.ask({ type: 'conversation.item.retrieve', item_id }, 'conversation.item.retrieved');
  assert.equal(item.status, 'incomplete');
  assert.equal(item.content[0].transcript, undefined);
  await closeSession(session);
}

async function besideTheConversation(client) {
  const session = await openSession(client, { output_modalities: ['text'] });
  const metadata = { topic: 'beside' };
  const input = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'What is four plus four?' }] }];
  const done = await session.ask({ type: 'response.create', response: { conversation: 'none', metadata, input } }, 'response.done');
  assert.deepEqual(done.response.metadata, metadata);
  assert.match(wordsOf(done.response), /8|eight/i);
  assert.ok(!session.types().includes('conversation.item.added'));
  await closeSession(session);
}

async function clientSecret(client) {
  const secret = await client.realtime.clientSecrets.create({ session: { type: 'realtime', instructions: 'Be brief.' } });
  assert.match(secret.value, /^ek_/);
  const session = new Session(new OpenAIRealtimeWS({ model: 'gpt-realtime' }, new OpenAI({ apiKey: secret.value })));
  assert.equal((await session.next('session.created')).session.instructions, 'Be brief.');
  await closeSession(session);
}

async function errors(client) {
  const session = await openSession(client);
  const { error } = await session.ask({ type: 'session.update', event_id: 'mine', session: { type: 'realtime', bogus_field: 1 } }, 'error');
  assert.equal(error.code, 'unknown_parameter');
  assert.equal(error.param, 'session.bogus_field');
  assert.equal(error.event_id, 'mine');
  assert.equal((await session.say('Hello')).status, 'completed');
  await closeSession(session);
}

export const turnChecks = (client) => [
  ['a text turn, in the order of the live service', () => textTurn(client)],
  ['a spoken turn', () => spokenTurn(client)],
  ['two tools at once, their outputs, and a forced one', () => toolTurn(client)],
  ['a handoff', () => handoffTurn(client)],
  ['an interruption, and what was heard of the answer', () => interruption(client)],
  ['a response beside the conversation', () => besideTheConversation(client)],
  ['a session with a client secret', () => clientSecret(client)],
  ['an error that ends nothing', () => errors(client)],
];
