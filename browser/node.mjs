/** A Ferrule node of one's own for a test run: started, waited for, stopped by its process id. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../ferrule', import.meta.url));
const HOTEL_DOCUMENTS = 66;
const START_MILLIS = 180_000;
const STOP_MILLIS = 30_000;

/**
 * Starts a node on a free port with an empty data directory and waits until it is ready.
 *
 * @param {'up' | 'serve'} command `up` loads the hotel, `serve` nothing
 * @returns {Promise<{url: string, dataDirectory: string, stop: () => Promise<void>}>}
 */
export async function startNode(command) {
  const port = await freePort();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'ferrule-browser-'));
  await mkdir(new URL('target/', import.meta.url), { recursive: true });
  const logFile = fileURLToPath(new URL(`target/node-${command}.log`, import.meta.url));
  const log = await open(logFile, 'w');
  const args = [command, '--port', String(port), '--data', dataDirectory];
  const child = spawn(LAUNCHER, args, { stdio: ['ignore', log.fd, log.fd] });
  const ended = new Promise((resolve) => {
    child.once('error', (failure) => resolve(failure.message));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  const node = { url: `http://127.0.0.1:${port}`, dataDirectory, stop };

  async function stop() {
    child.kill('SIGTERM');
    const how = await Promise.race([ended, pause(STOP_MILLIS, 'no end', { ref: false })]);
    if (how === 'no end') child.kill('SIGKILL');
    await log.close();
    await rm(dataDirectory, { recursive: true, force: true });
    if (how !== 0) throw new Error(`the node must end with code 0 on SIGTERM: found ${how}`);
  }

  try {
    await Promise.race([ready(node.url, command), ended.then((how) => failToStart(how, logFile))]);
  } catch (failure) {
    await stop().catch(() => {});
    throw failure;
  }
  return node;
}

/** Waits until a node answers and has loaded what its command loads. */
export async function ready(url, command) {
  const deadline = Date.now() + START_MILLIS;
  while (!(await isReady(url, command))) {
    if (Date.now() > deadline) throw new Error(`no node that is ready at ${url} in time`);
    await pause(200);
  }
}

async function isReady(url, command) {
  try {
    if (!(await fetch(`${url}/readyz`)).ok) return false;
    if (command === 'serve') return true;
    const hotel = await fetch(`${url}/v1/collections/hotel`);
    return hotel.ok && (await hotel.json()).documents >= HOTEL_DOCUMENTS;
  } catch {
    return false;
  }
}

async function failToStart(how, logFile) {
  const said = await readFile(logFile, 'utf8');
  throw new Error(`the node ended (${how}) before it was ready:\n${said.slice(-2000)}`);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
