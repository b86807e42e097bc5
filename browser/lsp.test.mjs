/** The language server, asked everything that an editor may ask it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { applied, FILES, startEditor } from './editor.mjs';

let editor;
// The launcher may have to build first.
before(async () => (editor = await startEditor()), { timeout: 600_000 });
after(async () => assert.equal(await editor.stop(), 0), { timeout: 60_000 });

const none = (found) => found.length === 0;
const some = (found) => found.length > 0;
const labels = (items) => items.map((each) => each.label);
const named = (items, label) => items.find((each) => each.label === label);
const TWO = 'rules/two.sml';

test('the server says what it is able to do', () => {
  const { capabilities, serverInfo } = editor.abilities;
  assert.equal(serverInfo.name, 'ferrule');
  assert.equal(capabilities.positionEncoding, 'utf-16');
  assert.deepEqual(capabilities.renameProvider, { prepareProvider: true });
});

test('it asks to be told of files that change on disk', async () => {
  const registration = await editor.registration;
  assert.equal(registration.method, 'workspace/didChangeWatchedFiles');
});

test('a valid set has no errors, and an error goes once it is corrected', async () => {
  await editor.write('main.sml', FILES['main.sml']);
  assert.deepEqual((await editor.diagnostics('main.sml')).filter((each) => each.severity === 1), []);
  await editor.write('main.sml', FILES['main.sml'].replace('Age <', 'Agge <'));
  const isError = (each) => each.severity === 1;
  const error = (await editor.diagnostics('main.sml', (found) => found.some(isError))).find(isError);
  assert.equal(error.source, 'ferrule');
  assert.deepEqual(error.range, {
    start: { line: 2, character: 22 },
    end: { line: 2, character: 26 },
  });
  assert.match(error.relatedInformation[0].location.uri, /models\/user\.sml$/u);
  await editor.write('main.sml', FILES['main.sml']);
  await editor.diagnostics('main.sml', (found) => found.every((each) => each.severity !== 1));
});

test('an error shows in the files that a change of another one breaks', async () => {
  await editor.write('models/user.sml', FILES['models/user.sml'].replace('Age:', 'Years:'));
  await editor.diagnostics('main.sml', (found) => found.some((each) => each.code === 'unknown-name'));
  await editor.diagnostics('rules/one.sml', some);
  await editor.close('models/user.sml');
  await editor.diagnostics('rules/one.sml', (found) => found.every((each) => each.severity !== 1));
});

test('lints are warnings', async () => {
  await editor.write(TWO, "Two = RegexMatch(target='a', pattern='\\bx')\n");
  const found = await editor.diagnostics(TWO, (all) =>
    all.some((each) => each.code === 'backspace-in-pattern'),
  );
  assert.ok(found.every((each) => each.severity === 2));
});

test('a half-written call hides neither what follows nor what other files use', async () => {
  await editor.write('models/user.sml', FILES['models/user.sml'].replace("'$.age')", "'$.age'"));
  const found = await editor.diagnostics('models/user.sml', some);
  assert.deepEqual(labels(found.map((each) => ({ label: each.message }))), ["'(' was never closed"]);
  const symbols = await editor.ask('textDocument/documentSymbol', {
    textDocument: { uri: editor.uri('models/user.sml') },
  });
  assert.deepEqual(symbols.map((each) => each.name), ['Name', 'User']);
  await editor.close('models/user.sml');
  await editor.diagnostics('models/user.sml', none);
});

test('edits of parts of a document are followed, beyond the basic plane too', async () => {
  await editor.write(TWO, "Two = '😀é'\nThree = Twwo\n");
  await editor.change(TWO, { start: { line: 0, character: 10 }, end: { line: 0, character: 10 } }, '!');
  await editor.change(TWO, { start: { line: 1, character: 8 }, end: { line: 1, character: 12 } }, 'Two');
  assert.equal(editor.text(TWO), "Two = '😀é!'\nThree = Two\n");
  const at = { textDocument: { uri: editor.uri(TWO) }, position: { line: 1, character: 9 } };
  const hover = await editor.ask('textDocument/hover', at);
  assert.match(hover.contents.value, /Two = '😀é!'/u);
});

test('hovers say the type and the text of a name', async () => {
  const at = await editor.write('rules/one.sml', FILES['rules/one.sml'].replace('Age', 'A¦ge'));
  await editor.diagnostics('rules/one.sml');
  const hover = await editor.ask('textDocument/hover', at);
  assert.equal(hover.contents.kind, 'markdown');
  assert.match(hover.contents.value, /Age: int = JsonData\(path='\$\.age'\)/u);
  assert.match(hover.contents.value, /models\/user\.sml/u);
  assert.deepEqual(hover.range.start, { line: 2, character: 6 });
});

test('hovers describe functions, arguments and labels', async () => {
  let at = await editor.write(TWO, "Two: str = Json¦Data(path='$.a')\n");
  assert.match((await editor.ask('textDocument/hover', at)).contents.value, /- `path`: /u);
  at = await editor.write(TWO, "Two: str = JsonData(pa¦th='$.a')\n");
  assert.match((await editor.ask('textDocument/hover', at)).contents.value, /path: str/u);
  at = await editor.write(TWO, "Two = LabelAdd(entity=X, label='spam¦mer')\n");
  assert.match((await editor.ask('textDocument/hover', at)).contents.value, /Sends spam\./u);
  at = await editor.write(TWO, '¦\n');
  assert.equal(await editor.ask('textDocument/hover', at), null);
});

test('a function is completed as a snippet of its required arguments', async () => {
  const at = await editor.write(TWO, 'Two = Reg¦');
  const item = named(await editor.ask('textDocument/completion', at), 'RegexMatch');
  assert.equal(item.insertTextFormat, 2);
  assert.match(item.textEdit.newText, /^RegexMatch\(.*target=.*\)$/u);
  assert.deepEqual(item.textEdit.range.start, { line: 0, character: 6 });
  assert.match(item.documentation.value, /RegexMatch\(/u);
});

test('arguments are completed inside an unfinished call, less those given', async () => {
  const at = await editor.write(TWO, 'R = Rule(\n  when_all=[Two == 2],\n  ¦\nOther = 1\n');
  assert.deepEqual(labels(await editor.ask('textDocument/completion', at)), ['description=']);
});

test('a name of another file is completed with its import', async () => {
  const at = await editor.write(TWO, "Import(rules=['models/words.sml'])\nTwo = [A¦\n");
  const items = await editor.ask('textDocument/completion', at);
  assert.ok(labels(items).includes('Words'));
  assert.equal(
    applied(editor.text(TWO), named(items, 'Age').additionalTextEdits),
    "Import(rules=['models/user.sml', 'models/words.sml'])\nTwo = [A\n",
  );
});

test('paths, labels, lists, types and names in braces are completed', async () => {
  const ask = async (text) =>
    labels(await editor.ask('textDocument/completion', await editor.write(TWO, text)));
  assert.ok((await ask("Import(rules=['mod¦'])\n")).includes('models/user.sml'));
  assert.ok((await ask("Require(rule='¦')\n")).includes('rules/one.sml'));
  assert.deepEqual(await ask("X = LabelAdd(entity=U, label='¦')\n"), ['spammer']);
  assert.deepEqual(await ask("X = ListContains(list='¦"), ['slurs']);
  assert.ok((await ask('X: Opt¦')).includes('Optional'));
  assert.ok((await ask("Two = 2\nX = f'{T¦}'\n")).includes('Two'));
  assert.deepEqual(await ask('X = 1  # Tw¦'), []);
});

test('signature help follows the argument', async () => {
  const at = await editor.write(TWO, "Two = RegexMatch(target='x', pattern=r'a(¦");
  const help = await editor.ask('textDocument/signatureHelp', at);
  const [signature] = help.signatures;
  const [start, end] = signature.parameters[help.activeParameter].label;
  assert.equal(signature.label.slice(start, end), 'pattern: str');
});

test('definitions are found in other files and behind paths and templates', async () => {
  const where = async (path, text) => {
    const found = await editor.ask('textDocument/definition', await editor.write(path, text));
    return found.map((each) => `${editor.path(each.uri)}:${each.range.start.line}`);
  };
  assert.deepEqual(await where('rules/one.sml', FILES['rules/one.sml'].replace('Age', 'A¦ge')), [
    'models/user.sml:1',
  ]);
  assert.deepEqual(await where(TWO, "Import(rules=['models/us¦er.sml'])\n"), ['models/user.sml:0']);
  assert.deepEqual(await where('main.sml', FILES['main.sml'].replace("f'rules", "f'ru¦les")), [
    'rules/one.sml:0',
    'rules/two.sml:0',
  ]);
});

test('references are found across files', async () => {
  await editor.write('rules/one.sml', FILES['rules/one.sml']);
  const at = await editor.write('main.sml', FILES['main.sml'].replace('Age', 'A¦ge'));
  const found = await editor.ask('textDocument/references', {
    ...at,
    context: { includeDeclaration: true },
  });
  assert.deepEqual(
    found.map((each) => editor.path(each.uri)),
    ['main.sml', 'models/user.sml', 'rules/one.sml'],
  );
});

test('a rename reaches every file, format strings included', async () => {
  await editor.write(TWO, FILES[TWO]);
  const at = await editor.write('main.sml', FILES['main.sml'].replace('{Name}', '{Na¦me}'));
  const range = await editor.ask('textDocument/prepareRename', at);
  assert.deepEqual(range.end.character - range.start.character, 4);
  const edit = await editor.ask('textDocument/rename', { ...at, newName: 'FullName' });
  const files = editor.after(edit);
  assert.match(files['models/user.sml'], /^FullName: str/u);
  assert.match(files['main.sml'], /young \{FullName\}/u);
  assert.match(files['main.sml'], /rules\/\{FullName\}\.sml/u);
});

test('a rename to a name that cannot be is refused with the reason', async () => {
  const at = await editor.write('main.sml', FILES['main.sml'].replace('Age', 'A¦ge'));
  const refuses = (newName, reason) =>
    assert.rejects(editor.ask('textDocument/rename', { ...at, newName }), reason);
  await refuses('not', /no keyword, found `not`/u);
  await refuses('Old', /a name that is free, found `Old` in rules\/one\.sml/u);
  await refuses('_age', /does not start with `_`/u);
});

test('a document is laid out', async () => {
  await editor.write(TWO, 'A = 1\nTwo=[1,2]\r\n');
  const edits = await editor.ask('textDocument/formatting', {
    textDocument: { uri: editor.uri(TWO) },
    options: { tabSize: 8, insertSpaces: false },
  });
  assert.equal(applied(editor.text(TWO), edits), 'A = 1\nTwo = [1, 2]\n');
});

test('findings come with what does away with them', async () => {
  const fixed = async (text, title) => {
    await editor.write(TWO, text);
    const actions = await editor.ask('textDocument/codeAction', {
      textDocument: { uri: editor.uri(TWO) },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
      context: { diagnostics: [] },
    });
    const action = actions.find((each) => each.title === title);
    assert.ok(action, `${title} is among ${actions.map((each) => each.title)}`);
    assert.equal(action.kind, 'quickfix');
    assert.equal(action.diagnostics.length, 1);
    return editor.after(action.edit)[TWO];
  };
  assert.equal(
    await fixed('Two = Age + 1\n', 'Import `Age` from models/user.sml'),
    "Import(rules=['models/user.sml'])\n\nTwo = Age + 1\n",
  );
  assert.equal(
    await fixed("X: str = JsonDate(path='$.a')\n", 'Replace with `JsonData`'),
    "X: str = JsonData(path='$.a')\n",
  );
  assert.equal(
    await fixed("Two = 2\nR = Rule(when_all=[], description='{Two}')\n", 'Make it an f-string'),
    "Two = 2\nR = Rule(when_all=[], description=f'{Two}')\n",
  );
  assert.equal(
    await fixed("Two = RegexMatch(target='a', pattern='\\bx')\n", 'Make it a raw string'),
    "Two = RegexMatch(target='a', pattern=r'\\bx')\n",
  );
});

test('files that change on disk are seen when the editor says so', async () => {
  await editor.write(TWO, 'Two = Added\n');
  await editor.diagnostics(TWO, (found) => found.some((each) => each.code === 'unknown-name'));
  await writeFile(join(editor.directory, 'models/added.sml'), 'Added = 1\n');
  await editor.write(TWO, "Import(rules=['models/added.sml'])\nTwo = Added\n");
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: editor.uri('models/added.sml'), type: 1 }],
  });
  await editor.diagnostics(TWO, (found) => found.every((each) => each.severity !== 1));
  await rm(join(editor.directory, 'models/added.sml'));
});

test('a bad request gets an error and does not end the server', async () => {
  await assert.rejects(editor.ask('textDocument/unheardOf', {}), { code: -32601 });
  await assert.rejects(
    editor.ask('textDocument/hover', { textDocument: 7, position: 'here' }),
    /./u,
  );
  const outside = { textDocument: { uri: 'file:///nowhere.sml' }, position: { line: 9, character: 9 } };
  assert.equal(await editor.ask('textDocument/hover', outside), null);
  const far = { textDocument: { uri: editor.uri(TWO) }, position: { line: 9e5, character: 9e5 } };
  assert.ok(Array.isArray(await editor.ask('textDocument/completion', far)));
});

test('columns are bytes for an editor that prefers them', { timeout: 120_000 }, async () => {
  const other = await startEditor({ encodings: ['utf-8', 'utf-16'] });
  assert.equal(other.abilities.capabilities.positionEncoding, 'utf-8');
  await other.write(TWO, "Two = 2\nX = ['😀é', Twwo]\n");
  const [error] = await other.diagnostics(TWO, some);
  assert.equal(error.range.start.character, 15);
  assert.equal(await other.stop(), 0);
});

test('nothing but the protocol is written to standard output', { timeout: 120_000 }, async () => {
  const command = process.env.FERRULE_COMMAND ?? new URL('../ferrule', import.meta.url).pathname;
  const child = spawn(command, ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const out = [];
  child.stdout.on('data', (part) => out.push(part));
  const send = (body) =>
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  send('{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}');
  send('{"this is": no json');
  send('{"jsonrpc": "2.0", "id": 2, "method": "shutdown"}');
  send('{"jsonrpc": "2.0", "method": "exit"}');
  assert.equal(await ended, 0);
  const ids = [];
  let rest = Buffer.concat(out).toString('utf8');
  while (rest !== '') {
    const [head, length] = /^Content-Length: (\d+)\r\n\r\n/u.exec(rest) ?? assert.fail(rest);
    ids.push(JSON.parse(rest.slice(head.length, head.length + Number(length))).id);
    rest = rest.slice(head.length + Number(length));
  }
  assert.ok(ids.includes(1) && ids.includes(2), String(ids));
});
