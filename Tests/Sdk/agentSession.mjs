// SPDX-License-Identifier: Apache-2.0
// A session of the Agents SDK whose events can be awaited. What it reports as an error fails the check: nobody listens,
// so Node throws it.
import { setTimeout as sleep } from 'node:timers/promises';
import { RealtimeSession, realtimeServerEventSchema, Session, wordsOf } from './sdk.mjs';

/// Of 24 kHz, mono, 16 bits.
const bytesPerMs = 48;
const awaitedOfSdk = ['agent_handoff', 'audio_interrupted', 'guardrail_tripped'];

export class AgentSession extends Session {
  constructor(realtime) {
    super(realtime.transport.connectionState.websocket);
    this.realtime = realtime;
    for (const type of awaitedOfSdk) realtime.on(type, () => this.take({ type }));
  }

  /// The SDK passes silently over events that are not of its schema.
  read(data) {
    const event = super.read(data);
    const { error } = realtimeServerEventSchema.safeParse(event);
    if (error) throw new Error(`not of the SDK's schema: ${data}: ${error.message}`);
    return event;
  }

  /// The words of the response that comes, or of the first for which this holds.
  async say(text, holds) {
    const done = this.next('response.done', holds);
    this.realtime.sendMessage(text);
    return wordsOf((await done).response);
  }

  /// Four times as fast as it is spoken, and silence after it.
  async speak(pcm, { pieceMs, silenceMs = 1000 }) {
    const all = Buffer.concat([pcm, Buffer.alloc(silenceMs * bytesPerMs)]);
    for (let at = 0; at < all.length; at += pieceMs * bytesPerMs) {
      this.realtime.sendAudio(Uint8Array.from(all.subarray(at, at + pieceMs * bytesPerMs)).buffer);
      await sleep(pieceMs / 4);
    }
  }

  /// A message as [role, status, words], a call as [function, status, output].
  history() {
    return this.realtime.history.map((item) => item.type === 'message'
      ? [item.role, item.status, item.content.map((part) => part.text ?? part.transcript).join(' ')]
      : [item.name, item.status, item.output]);
  }

  count(type) {
    return this.types().filter((one) => one === type).length;
  }

  async close() {
    this.realtime.close();
    await this.closed;
  }
}

export async function openAgents(url, agent, options = {}) {
  const realtime = new RealtimeSession(agent, { ...options, transport: 'websocket' });
  let opened, isSetUp;
  realtime.transport.on('connection_change', (status) => {
    if (status !== 'connecting') return;
    opened = new AgentSession(realtime);
    isSetUp = opened.next('session.updated', ({ session }) => session.instructions === agent.instructions);
  });
  await realtime.connect({ apiKey: process.env.OPENAI_API_KEY, url: url + '?model=gpt-realtime' });
  await isSetUp;
  return opened;
}
