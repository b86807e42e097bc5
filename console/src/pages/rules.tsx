/** The rules that run: files, source, errors and warnings, and how often each rule fires. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { rules as loadRules } from '../api.ts';
import { useLoad } from '../load.ts';
import { count, rate, short } from '../logic/words.ts';
import type { RuleFile, RuleFiles, RuleHits } from '../model.ts';
import { Files } from '../parts/files.tsx';
import { ReleaseLink, Time } from '../parts/names.tsx';
import { type LineNote, Source } from '../parts/source.tsx';
import { Command, Show } from '../parts/states.tsx';
import { at, go } from '../place.ts';

const REFRESH_MILLIS = 10_000;

export function RulesPage({ query }: { query: URLSearchParams }): JSX.Element {
  const found = useLoad('rules', (signal) => loadRules(signal), REFRESH_MILLIS);
  return (
    <>
      <h1>Rules</h1>
      <Show loaded={found} empty={(known) => known.files.length === 0 && (
        <><p>No release is live. Publish one:</p><Command>./ferrule publish examples/safety --activate</Command></>
      )}>
        {(known) => <Browser known={known} query={query} />}
      </Show>
    </>
  );
}

function Browser({ known, query }: { known: RuleFiles; query: URLSearchParams }): JSX.Element {
  const rule = query.get('rule');
  const found = rule ? known.rules.find(({ name }) => name === rule) : undefined;
  const path = found?.file ?? query.get('file') ?? 'main.sml';
  const file = known.files.find((each) => each.path === path);
  const line = found?.line ?? Number(query.get('line') ?? 0);
  return (
    <>
      <div class="heading">
        <p class="quiet">Release <ReleaseLink name={known.release} />{known.since && <>, hits since <Time iso={known.since} /></>}</p>
        <Jump known={known} />
      </div>
      {rule && !found && <p class="wrong" role="alert">The live release has no rule named “{rule}”.</p>}
      <div class="withtree">
        <Files files={known.files} open={path} link={(each) => at('rules', { file: each.path })} note={(each) => <FileNote file={each} rules={rulesOf(known, each.path)} />} />
        <section class="card file" aria-label={path}>
          <h2>{path}</h2>
          {!file && <p class="wrong">The live release has no such file.</p>}
          {file?.text === null && <p class="quiet">This file is no text.</p>}
          {typeof file?.text === 'string' && (
            <Source path={path} text={file.text} notes={notes(file, rulesOf(known, path))} line={line} />
          )}
        </section>
      </div>
    </>
  );
}

function rulesOf(known: RuleFiles, path: string): RuleHits[] {
  return known.rules.filter(({ file }) => file === path);
}

function FileNote({ file, rules }: { file: RuleFile; rules: RuleHits[] }): JSX.Element {
  const hits = rules.reduce((sum, rule) => sum + rule.hits, 0);
  const errors = file.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = file.findings.length - errors;
  return (
    <span class="small quiet">
      {hits > 0 && <span title={`${count(hits)} hits`}> {short(hits)}</span>}
      {errors > 0 && <span class="wrong"> {errors} ✕</span>}
      {warnings > 0 && <span class="warn"> {warnings} ⚠</span>}
    </span>
  );
}

function notes(file: RuleFile, rules: RuleHits[]): Map<number, LineNote> {
  const found = new Map<number, LineNote>();
  for (const rule of rules) {
    found.set(rule.line, {
      beside: (
        <a href={at('events', { rule: rule.name })} title={`Events where ${rule.name} fired`}>
          {count(rule.hits)} {rule.hits === 1 ? 'hit' : 'hits'}{rule.per_second > 0 && ` · ${rate(rule.per_second)}/s`}
        </a>
      ),
    });
  }
  for (const problem of file.findings) {
    const before = found.get(problem.line);
    found.set(problem.line, {
      ...before,
      tone: problem.severity,
      below: <>{before?.below}<div>{problem.severity}: {problem.message}{problem.hint && `; ${problem.hint}`}</div></>,
    });
  }
  return found;
}

function Jump({ known }: { known: RuleFiles }): JSX.Element {
  const [text, setText] = useState('');
  const names = known.rules.map(({ name }) => name).sort();
  const jump = (wanted: string): void => {
    const name = names.find((each) => each === wanted)
      ?? names.find((each) => each.toLowerCase().includes(wanted.toLowerCase()));
    if (wanted) go(at('rules', { rule: name ?? wanted }));
  };
  return (
    <form class="together" role="search" aria-label="Jump to a rule"
      onSubmit={(event) => { event.preventDefault(); jump(text.trim()); }}>
      <input type="search" aria-label="Rule" placeholder="Jump to a rule" list="rule-names" data-search autocomplete="off"
        value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <datalist id="rule-names">{names.map((name) => <option key={name} value={name} />)}</datalist>
      <button class="plain" type="submit">Go</button>
    </form>
  );
}
