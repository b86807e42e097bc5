/** The commands of the documentation, run as they stand there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nodeUnderTest } from './harness.mjs';
import { startNode } from './node.mjs';

const HOME = fileURLToPath(new URL('..', import.meta.url));
const COMMAND_MILLIS = 60_000;

/** The shell commands of a page, in order, but for those that start a node or never end. */
function commands(page) {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```$/gmsu)]
    .map(([, block]) => block)
    .filter((block) => !/^\.\/ferrule (up|serve|test|bench)|^curl -sN/mu.test(block));
}

/** Runs a page as one who reads it in one terminal: what a block puts into HASH is there in the next. */
function runCommands(page, node) {
  const found = commands(page);
  assert.ok(found.length >= 3, `expected commands in ${page}, found ${found.length}`);
  const place = mkdtempSync(join(tmpdir(), 'ferrule-docs-'));
  const hash = join(place, 'hash');
  const kept = `touch ${hash}; . ${hash}; trap 'echo "HASH=\${HASH:-}" > ${hash}' EXIT\n`;
  try {
    for (const block of found) {
      const script = block
        .replaceAll(/http:\/\/127\.0\.0\.1:80[89]0/gu, node.url)
        .replaceAll(/\/tmp\/(my|spam)-rules/gu, join(place, '$1-rules'));
      const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', kept + script], {
        cwd: HOME,
        encoding: 'utf8',
        timeout: COMMAND_MILLIS,
        env: { ...process.env, FERRULE_URL: node.url, FERRULE_DATA_DIRECTORY: node.dataDirectory },
      });
      assert.equal(status, 0, `${block}\n${stdout}\n${stderr}`);
      assert.doesNotMatch(stdout, /"code":"|"result":"failed"/u, `${block}\n${stdout}`);
    }
  } finally {
    rmSync(place, { recursive: true });
  }
}

for (const page of ['docs/quickstart.md', 'README.md']) {
  test(`every command of ${page} works`, { timeout: 300_000 }, (t) => {
    const node = nodeUnderTest();
    if (!node.dataDirectory) {
      t.skip('needs a node of its own, and FERRULE_URL names another');
      return;
    }
    runCommands(page, node);
  });
}

describe('the pages about events', () => {
  let node;
  before(async () => {
    node = await startNode('serve');
  });
  after(() => node?.stop());
  for (const page of ['docs/events.md', 'docs/labels.md', 'docs/releases.md']) {
    test(`every command of ${page} works`, { timeout: 300_000 }, () => runCommands(page, node));
  }
});

const GUIDE = 'docs/rules/guide.md';

/** The fenced blocks of a page in order: what stands behind the fence, and the text. */
function blocks(page) {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(.+?)\n(.*?)^```$/gmsu)].map(([, kind, block]) => ({ kind, block }));
}

/** A directory with nothing but a `ferrule` that runs the project's. */
function emptyDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'ferrule-guide-'));
  const launcher = `#!/usr/bin/env bash\nexec '${join(HOME, 'ferrule')}' "$@"\n`;
  writeFileSync(join(directory, 'ferrule'), launcher, { mode: 0o755 });
  return directory;
}

/** How long something took is another time each time. */
function withoutSeconds(text) {
  return text.replaceAll(/\(\d+\.\d+ s\)/gu, '(0.00 s)');
}

test(`the commands of ${GUIDE} print what stands there`, { timeout: 300_000 }, () => {
  const directory = emptyDirectory();
  let printed = '';
  const ran = { files: 0, commands: 0, outputs: 0 };
  try {
    for (const { kind, block } of blocks(GUIDE)) {
      const [, path] = /^# (first\/\S+)\n/u.exec(block) ?? [];
      if (path) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), block);
        ran.files++;
      } else if (kind === 'sh') {
        const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', block], {
          cwd: directory,
          encoding: 'utf8',
          timeout: COMMAND_MILLIS,
        });
        assert.equal(status, 0, `${block}\n${stdout}\n${stderr}`);
        printed = stdout;
        ran.commands++;
      } else if (kind === 'text output') {
        assert.equal(withoutSeconds(printed), withoutSeconds(block));
        ran.outputs++;
      }
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  assert.ok(ran.files > 0 && ran.commands >= 3 && ran.outputs > 0, JSON.stringify(ran));
});
