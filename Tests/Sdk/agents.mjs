// SPDX-License-Identifier: Apache-2.0
// Turns of conversations through OpenAI's Agents SDK, each held against the history that the SDK keeps.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAgents } from './agentSession.mjs';
import { plainUrl, RealtimeAgent, secureUrl, speechOf, tool, wordsOf, z } from './sdk.mjs';

const asText = { config: { outputModalities: ['text'] } };
const serverVad = { type: 'server_vad', silenceDurationMs: 400 };
const withServerVad = { config: { audio: { input: { turnDetection: serverVad } } } };

/// Thirteen minutes of speech, seconds of work for the engine: still under way when it is to be cut.
const story = 'Hello there. ' + 'This goes on for quite a while and then for a little more. '.repeat(200);
const dictation = `Say exactly: ${story}`;
const heardMs = 800;

const table = z.object({
  people: z.number().int().min(1),
  place: z.enum(['bar', 'garden']),
  floor: z.number().nullable(),
  contact: z.object({ phone: z.string().min(3), name: z.string().nullable() }),
});

function agentWith(settings = {}) {
  return new RealtimeAgent({ name: 'Reception', instructions: 'Be brief.', ...settings });
}

function tells({ response }) {
  return response.status === 'completed' && response.output[0]?.type === 'message';
}

async function textTurn(url) {
  const session = await openAgents(url, agentWith(), asText);
  const question = 'What is two plus three?';
  const answer = await session.say(question);
  assert.match(answer, /5|five/i);
  assert.deepEqual(session.history(), [['user', 'completed', question], ['assistant', 'completed', answer]]);
  assert.ok(session.realtime.usage.totalTokens > 0);
  await session.close();
}

/// With the settings that the SDK sends of itself; semantic_vad may wait for four seconds.
async function spokenTurn(url, client) {
  const session = await openAgents(url, agentWith());
  const heard = session.next('conversation.item.input_audio_transcription.completed');
  const retrieved = session.next('conversation.item.retrieved');
  const done = session.next('response.done');
  await session.speak(await speechOf(client, 'Go forward ten meters.'), { pieceMs: 100, silenceMs: 4500 });
  const [{ transcript }, { response }] = await Promise.all([heard, done, retrieved]);
  assert.match(transcript, /forward/);
  assert.match(wordsOf(response), /forward/);
  assert.deepEqual(session.history(),
    [['user', 'completed', transcript], ['assistant', 'completed', wordsOf(response)]]);
  await session.close();
}

async function toolTurn(url) {
  const given = [];
  const execute = (values) => (given.push(values), 'Your table is booked.');
  const book = tool({ name: 'book_table', description: 'Books a table', parameters: table, execute });
  const session = await openAgents(url, agentWith({ tools: [book] }));
  const request = 'Book a table for four people in the garden';
  const answer = await session.say(request, tells);
  assert.equal(given.length, 1);
  const { people, place, floor } = table.parse(given[0]);
  assert.deepEqual([people, place, floor], [4, 'garden', null]);
  assert.deepEqual(session.history(), [['user', 'completed', request],
    ['book_table', 'completed', 'Your table is booked.'], ['assistant', 'completed', answer]]);
  assert.match(answer, /booked/);
  await session.close();
}

async function handoffs(url) {
  const reception = agentWith();
  const billing = agentWith({ name: 'Billing', handoffDescription: 'Knows about invoices', handoffs: [reception] });
  reception.handoffs = [billing];
  const session = await openAgents(url, reception);
  const expected = [];
  for (const { name } of [billing, reception]) {
    const request = `Transfer me to ${name}, please`;
    const answer = await session.say(request, tells);
    assert.equal(session.realtime.currentAgent.name, name);
    assert.match(answer, new RegExp(`^[^{]*${name}`));
    expected.push(['user', 'completed', request],
      [`transfer_to_${name}`, 'completed', JSON.stringify({ assistant: name })], ['assistant', 'completed', answer]);
  }
  assert.equal(session.count('agent_handoff'), 2);
  assert.deepEqual(session.history(), expected);
  await session.close();
}

function expectBeginOfStory([role, status, words]) {
  assert.deepEqual([role, status], ['assistant', 'incomplete']);
  assert.ok(words.length > 0 && words.length < story.length && story.startsWith(words), `delivered '${words}'`);
}

/// The history keeps what was delivered of an answer, and the service what was heard of it: it says no more than that
/// when `askAgain`, which interrupts it, has it say that again.
async function interruption(session, askAgain, reason) {
  const first = session.next('response.output_audio.delta');
  const cut = session.next('response.done');
  const shortened = session.next('conversation.item.retrieved', ({ item }) => item.role === 'assistant');
  const repeated = session.next('response.done', tells);
  session.realtime.sendMessage(dictation);
  await first;
  await sleep(heardMs);
  await askAgain();
  const [{ response }, { item }] = await Promise.all([cut, shortened]);
  assert.deepEqual([response.status, response.status_details.reason], ['cancelled', reason]);
  assert.deepEqual([item.status, item.content[0].transcript], ['incomplete', undefined]);
  assert.equal(session.count('audio_interrupted'), 1);
  const heard = wordsOf((await repeated).response);
  const [asked, delivered, ...next] = session.history();
  assert.deepEqual(asked, ['user', 'completed', dictation]);
  expectBeginOfStory(delivered);
  assert.ok(heard.length > 0 && heard.length < delivered[2].length && story.startsWith(heard), `heard '${heard}'`);
  assert.deepEqual(next.map(([role, status, said]) => [role, status, said.toLowerCase()]),
    [['user', 'completed', 'say that again'], ['assistant', 'completed', heard.toLowerCase()]]);
  await session.close();
}

async function interruptionByProgram(url) {
  const session = await openAgents(url, agentWith());
  const askAgain = () => {
    session.realtime.interrupt();
    session.realtime.sendMessage('Say that again');
  };
  await interruption(session, askAgain, 'client_cancelled');
}

async function bargeIn(url, client) {
  const session = await openAgents(url, agentWith(), withServerVad);
  const speech = await speechOf(client, 'Say that again.');
  await interruption(session, () => session.speak(speech, { pieceMs: 20 }), 'turn_detected');
}

async function guardrail(url) {
  const execute = async ({ agentOutput }) => ({ tripwireTriggered: /goes on/.test(agentOutput), outputInfo: {} });
  const session = await openAgents(url, agentWith(), { outputGuardrails: [{ name: 'No long stories', execute }] });
  const apology = await session.say(dictation, tells);
  assert.match(apology, /sorry/);
  const greeting = await session.say('Hello');
  assert.equal(session.count('guardrail_tripped'), 1);
  const [asked, delivered, [role, status, feedback], ...rest] = session.history();
  assert.deepEqual([asked, role, status], [['user', 'completed', dictation], 'user', 'completed']);
  expectBeginOfStory(delivered);
  assert.match(feedback, /No long stories/);
  assert.deepEqual(rest,
    [['assistant', 'completed', apology], ['user', 'completed', 'Hello'], ['assistant', 'completed', greeting]]);
  await session.close();
}

const checksAt = (url, where, client) => [
  [`an agent answers what is written${where}`, () => textTurn(url)],
  [`an agent answers what is said${where}`, () => spokenTurn(url, client)],
  [`an agent's tool gets arguments of its schema${where}`, () => toolTurn(url)],
  [`a handoff to another agent and back${where}`, () => handoffs(url)],
  [`an agent is interrupted by the program${where}`, () => interruptionByProgram(url)],
  [`an agent is interrupted by the user${where}`, () => bargeIn(url, client)],
  [`an output guardrail trips once, and an apology comes${where}`, () => guardrail(url)],
];

export const agentChecks = (client) =>
  [...checksAt(plainUrl, '', client), ...checksAt(secureUrl, ', over TLS', client)];
