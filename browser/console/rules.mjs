/** The rules and events of examples/safety, for claims about the console. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { api } from '../harness.mjs';

const DIRECTORY = fileURLToPath(new URL('../../examples/safety/', import.meta.url));
const PART = /^(main\.sml|config\.yaml|(models|rules|lists)\/.*\.(sml|yaml))$/u;
const MANY_BYTES = 1 << 28;

/** The rule set as a release is published: text by path. */
export function safetyFiles() {
  const paths = readdirSync(DIRECTORY, { recursive: true }).filter((path) => PART.test(path));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(DIRECTORY, path), 'utf8')]));
}

/** The rule set with a threshold of the rule Shouting changed. */
export function quieterFiles() {
  const files = safetyFiles();
  const path = 'rules/text/shouting.sml';
  files[path] = files[path].replace('MessageLength >= 30', 'MessageLength >= 300');
  return files;
}

/** Publishes files and tells their hash. */
export async function publish(files, note, activate = false) {
  return (await api('POST', '/v1/releases', { files, by: 'ines', note, activate })).hash;
}

/** Events as the example's generator makes them. */
export function safetyEvents(count) {
  const made = execFileSync('python3', [join(DIRECTORY, 'generate.py'), '--events', String(count)], { maxBuffer: MANY_BYTES });
  return made.toString().trim().split('\n').map((line) => JSON.parse(line));
}

/** Sends events, and tells what became of them. */
export function send(events) {
  return api('POST', '/v1/events', `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
}

let template;
let shouts = 0;

/** A message in capitals by a user, which the rule Shouting fires on. */
export function shout(user, text = 'THIS IS A VERY LOUD MESSAGE TO ALL OF YOU IN HERE') {
  template ??= safetyEvents(200).find((event) => event.action_name === 'message_sent');
  const event = structuredClone(template);
  shouts += 1;
  event.action_id = 5_000_000 + shouts;
  event.data.user.id = user;
  event.data.user.created_at = '2026-01-01T00:00:00Z';
  event.data.message.text = text;
  return event;
}
