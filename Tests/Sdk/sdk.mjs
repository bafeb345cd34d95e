// SPDX-License-Identifier: Apache-2.0
// The packages under test, a session whose events can be awaited, and how checks are run.
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const load = createRequire(process.env.PARLEY_SDK_MODULES + '/');
export const { OpenAI, toFile } = load('openai');
export const { OpenAIRealtimeWS } = load('openai/realtime/ws');
export const { WebSocket } = load('ws');
export const { RealtimeAgent, RealtimeSession, tool } = load('@openai/agents-realtime');
export const { z } = load('zod');
/// By its path: the package does not export what it takes from a service.
export const { realtimeServerEventSchema } =
  load(`${process.env.PARLEY_SDK_MODULES}/@openai/agents-realtime/dist/openaiRealtimeEvents.js`);
export const plainUrl = process.env.PARLEY_PLAIN_URL;
export const secureUrl = process.env.OPENAI_BASE_URL.replace(/^http/, 'ws') + '/realtime';

const patienceMs = 30000;
const longestCheckMs = 60000;

/// A session through the SDK's own class, or any socket of ws; remembers all events.
export class Session {
  constructor(connection) {
    this.events = [];
    this.waiting = [];
    this.connection = connection;
    this.socket = connection.socket ?? connection;
    this.closed = new Promise((resolve) => this.socket.on('close', (code, reason) => resolve([code, String(reason)])));
    this.socket.on('error', (error) => this.take({ type: 'socket error', error }));
    if (connection.socket) {
      connection.on('event', (event) => this.take(event));
      connection.on('error', () => {});
    } else this.socket.on('message', (data) => this.take(this.read(data)));
  }

  read(data) {
    return JSON.parse(data);
  }

  take(event) {
    this.events.push(event);
    if (process.env.PARLEY_EVENTS && event.event_id) appendFileSync(process.env.PARLEY_EVENTS, JSON.stringify(event) + '\n');
    for (const waiting of [...this.waiting])
      if (waiting.wants(event)) {
        this.waiting.splice(this.waiting.indexOf(waiting), 1);
        waiting.resolve(event);
      }
  }

  /// The next event of this type that comes from now on.
  next(type, holds = () => true) {
    const coming = new Promise((resolve, reject) => {
      const overdue = setTimeout(() => reject(new Error(`no ${type} came; the last was ${this.events.at(-1)?.type}`)), patienceMs);
      this.waiting.push({
        wants: (event) => event.type === type && holds(event),
        resolve: (event) => (clearTimeout(overdue), resolve(event)),
      });
    });
    coming.catch(() => {}); // A check that has failed awaits nothing more.
    return coming;
  }

  send(event) {
    if (this.connection.socket) this.connection.send(event);
    else this.socket.send(JSON.stringify(event));
  }

  /// Sends, and waits for an event of this type that comes after.
  ask(event, type) {
    const answer = this.next(type);
    this.send(event);
    return answer;
  }

  async say(text, response) {
    this.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
    });
    return (await this.ask({ type: 'response.create', ...(response && { response }) }, 'response.done')).response;
  }

  sendSpeech(pcm, silenceMs = 1000) {
    const all = Buffer.concat([pcm, Buffer.alloc(silenceMs * 48)]);
    for (let at = 0; at < all.length; at += 4800)
      this.send({ type: 'input_audio_buffer.append', audio: all.subarray(at, at + 4800).toString('base64') });
  }

  types() {
    return this.events.map((event) => event.type);
  }
}

export function wordsOf(response) {
  return response.output.flatMap((item) => item.content ?? []).map((part) => part.text ?? part.transcript).join(' ');
}

export async function openSession(client, session = {}) {
  const opened = new Session(new OpenAIRealtimeWS({ model: 'gpt-realtime' }, client));
  await opened.next('session.created');
  await opened.ask({ type: 'session.update', session: { type: 'realtime', ...session } }, 'session.updated');
  return opened;
}

export async function closeSession(session) {
  session.socket.close();
  await session.closed;
}

/// 24 kHz, mono, 16 bits.
export async function speechOf(client, input) {
  const spoken = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input, response_format: 'pcm' });
  return Buffer.from(await spoken.arrayBuffer());
}

/// Fails with what a package throws where no check could catch it, too: in a listener, or in a promise of its own.
async function runOne(check) {
  let fail;
  const failing = new Promise((_, reject) => (fail = reject));
  const overdue = setTimeout(() => fail(new Error(`not done after ${longestCheckMs / 1000} s`)), longestCheckMs);
  const strays = ['uncaughtException', 'unhandledRejection'];
  for (const stray of strays) process.on(stray, fail);
  try {
    await Promise.race([check(), failing]);
  } finally {
    for (const stray of strays) process.off(stray, fail);
    clearTimeout(overdue);
  }
}

/// One line each; the exit code.
export async function runAll(checks) {
  let failed = 0;
  for (const [name, check] of checks)
    try {
      await runOne(check);
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}: ${error.stack ?? error}`);
    }
  console.log(`OpenAI's SDKs: ${checks.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}
