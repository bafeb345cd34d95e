// SPDX-License-Identifier: Apache-2.0
// Drives the local service as its users do. The surroundings (scripts/check-sdk) say where it is and with what key.
import { OpenAI, runAll } from './sdk.mjs';
import { agentChecks } from './agents.mjs';
import { httpChecks } from './http.mjs';
import { socketChecks } from './sockets.mjs';
import { turnChecks } from './turns.mjs';

const client = new OpenAI({ maxRetries: 0, timeout: 60000 });
process.exitCode = await runAll([...httpChecks(client), ...turnChecks(client), ...socketChecks(client), ...agentChecks(client)]);
process.exit();
