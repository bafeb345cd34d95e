// SPDX-License-Identifier: Apache-2.0
// The endpoints over HTTP.
import assert from 'node:assert/strict';
import { OpenAI, speechOf, toFile } from './sdk.mjs';

const weather = {
  type: 'function',
  function: { name: 'get_weather', description: 'Tells the weather', parameters: { type: 'object', properties: {} } },
};

async function speechAndBack(client) {
  const spoken = await client.audio.speech.create({
    model: 'tts-1', voice: 'marin', input: 'Go forward ten meters.', response_format: 'wav',
  });
  const file = await toFile(Buffer.from(await spoken.arrayBuffer()), 'spoken.wav');
  const understood = await client.audio.transcriptions.create({ model: 'whisper-1', file });
  assert.match(understood.text.toLowerCase(), /forward/);
  for (const response_format of ['text', 'srt', 'vtt']) {
    const text = await client.audio.transcriptions.create({ model: 'whisper-1', file, response_format });
    assert.match(text.toLowerCase(), /forward/);
  }
  const verbose = await client.audio.transcriptions.create({
    model: 'whisper-1', file, response_format: 'verbose_json', timestamp_granularities: ['word'],
  });
  assert.ok(verbose.words.length >= 2 && verbose.duration > 0.5);
  const events = [];
  for await (const event of await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file, stream: true }))
    events.push(event.type);
  assert.equal(events.at(-1), 'transcript.text.done');
}

async function chat(client) {
  const messages = [{ role: 'user', content: 'What is two plus three?' }];
  const whole = await client.chat.completions.create({ model: 'any', messages });
  assert.match(whole.choices[0].message.content, /5|five/i);
  let text = '';
  for await (const chunk of await client.chat.completions.create({ model: 'any', messages, stream: true }))
    text += chunk.choices[0]?.delta?.content ?? '';
  assert.equal(text, whole.choices[0].message.content);
}

async function chatWithTools(client) {
  const messages = [{ role: 'user', content: 'How is the weather?' }];
  const first = await client.chat.completions.create({ model: 'any', messages, tools: [weather], tool_choice: 'required' });
  const call = first.choices[0].message.tool_calls[0];
  assert.equal(call.function.name, 'get_weather');
  messages.push(first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'It is sunny.' });
  const second = await client.chat.completions.create({ model: 'any', messages, tools: [weather] });
  assert.match(second.choices[0].message.content, /sunny/);
}

async function errors(client) {
  const stranger = new OpenAI({ apiKey: 'wrong', maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  await assert.rejects(client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'x', response_format: 'mp3' }),
    OpenAI.BadRequestError);
  await assert.rejects(client.models.retrieve('no-such-model'), OpenAI.NotFoundError);
}

export const httpChecks = (client) => [
  ['models are listed', async () => assert.ok((await client.models.list()).data.length > 0)],
  ['speech of the endpoint is as long as it should be', async () => assert.ok((await speechOf(client, 'Hello there.')).length > 24000)],
  ['what was spoken is written down, in every format', () => speechAndBack(client)],
  ['a chat is answered, streamed or not', () => chat(client)],
  ['a chat calls a function and tells of its output', () => chatWithTools(client)],
  ['what is wrong throws the error of its kind', () => errors(client)],
];
