/** An editor as the language server sees it: a rule set in a directory and a protocol client. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import protocol from 'vscode-languageserver-protocol/node';

const COMMAND = process.env.FERRULE_COMMAND ?? fileURLToPath(new URL('../ferrule', import.meta.url));
const WAIT_MILLIS = 20_000;

export const FILES = {
  'main.sml': `Import(rules=['models/user.sml'])

Spam = Rule(when_all=[Age < 3], description=f'young {Name}')
WhenRules(
  rules_any=[Spam],
  then=[LabelAdd(entity=User, label='spammer')],
)
Require(rule=f'rules/{Name}.sml')
`,
  'models/user.sml': `Name: str = JsonData(path='$.name')
Age: int = JsonData(path='$.age')
User: Entity[str] = EntityJson(type='User', path='$.name')
`,
  'models/words.sml': `Words = ['a', 'b']
`,
  'rules/one.sml': `Import(rules=['models/user.sml'])

Old = Age > 90
`,
  'rules/two.sml': `Two = 2
`,
  'lists/slurs.yaml': '- bad\n',
  'config.yaml': `labels:
  spammer:
    valid_for: [User]
    connotation: negative
    description: Sends spam.
`,
};

/** Starts a server for a fresh copy of the rule set. */
export async function startEditor({ encodings = ['utf-16'] } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'ferrule-lsp-'));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  const child = spawn(COMMAND, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const connection = protocol.createProtocolConnection(
    new protocol.StreamMessageReader(child.stdout),
    new protocol.StreamMessageWriter(child.stdin),
  );
  const editor = new Editor(directory, connection, child, ended);
  connection.onNotification('textDocument/publishDiagnostics', (each) => editor.note(each));
  connection.onRequest('client/registerCapability', (each) => {
    editor.register(each.registrations[0]);
    return null;
  });
  connection.onUnhandledNotification(() => {});
  connection.listen();
  editor.abilities = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(directory).href,
    capabilities: {
      general: { positionEncodings: encodings },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    },
  });
  await connection.sendNotification('initialized', {});
  return editor;
}

class Editor {
  registration = new Promise((resolve) => (this.register = resolve));
  #diagnostics = new Map();
  #waiting = [];
  #texts = new Map();
  #versions = new Map();

  constructor(directory, connection, child, ended) {
    this.directory = directory;
    this.connection = connection;
    this.child = child;
    this.ended = ended;
  }

  uri(path) {
    return pathToFileURL(join(this.directory, path)).href;
  }

  path(uri) {
    return decodeURIComponent(uri.slice(pathToFileURL(this.directory).href.length + 1));
  }

  note({ uri, diagnostics }) {
    this.#diagnostics.set(uri, diagnostics);
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  /** Waits until what is reported of a file satisfies a condition. */
  async diagnostics(path, condition = () => true) {
    const deadline = Date.now() + WAIT_MILLIS;
    for (;;) {
      const found = this.#diagnostics.get(this.uri(path));
      if (found !== undefined && condition(found)) return found;
      if (Date.now() > deadline) {
        throw new Error(`no such diagnostics of ${path} in time: ${JSON.stringify(found)}`);
      }
      const next = new Promise((resolve) => this.#waiting.push(resolve));
      await Promise.race([next, pause(200, undefined, { ref: false })]);
    }
  }

  forget() {
    this.#diagnostics.clear();
  }

  /** Opens or changes a document; `¦` marks the position that is returned. */
  async write(path, marked) {
    const at = marked.indexOf('¦');
    const text = marked.replace('¦', '');
    const uri = this.uri(path);
    if (this.#texts.has(path)) {
      const version = this.#versions.get(path) + 1;
      this.#versions.set(path, version);
      await this.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    } else {
      this.#versions.set(path, 1);
      await this.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'sml', version: 1, text },
      });
    }
    this.#texts.set(path, text);
    const before = text.slice(0, Math.max(0, at)).split('\n');
    const position = { line: before.length - 1, character: before.at(-1).length };
    return { textDocument: { uri }, position };
  }

  /** Changes a part of a document that is open. */
  async change(path, range, by) {
    const version = this.#versions.get(path) + 1;
    this.#versions.set(path, version);
    this.#texts.set(path, applied(this.#texts.get(path), [{ range, newText: by }]));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(path), version },
      contentChanges: [{ range, text: by }],
    });
  }

  async close(path) {
    this.#texts.delete(path);
    await this.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: this.uri(path) },
    });
  }

  ask(what, params) {
    return this.connection.sendRequest(what, params);
  }

  text(path) {
    return this.#texts.get(path) ?? FILES[path];
  }

  /** The texts of files after a workspace edit. */
  after(edit) {
    return Object.fromEntries(
      Object.entries(edit.changes).map(([uri, edits]) => {
        const path = this.path(uri);
        return [path, applied(this.text(path), edits)];
      }),
    );
  }

  async stop() {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await Promise.race([this.ended, pause(WAIT_MILLIS, 'no end', { ref: false })]);
    if (code === 'no end') this.child.kill('SIGKILL');
    this.connection.dispose();
    await rm(this.directory, { recursive: true, force: true });
    return code;
  }
}

/** A text after edits, none of which overlap. */
export function applied(text, edits) {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1);
  const offset = ({ line, character }) => Math.min(starts[line] ?? text.length, text.length) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (now, { range, newText }) =>
        now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)),
      text,
    );
}
