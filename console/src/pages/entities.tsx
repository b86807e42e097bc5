/** Entities: look one up, or list those that have a label. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { entities } from '../api.ts';
import { usePages } from '../pages.ts';
import { entityPath, parseEntity } from '../logic/entity.ts';
import { EntityLink, labelTone as tone } from '../parts/names.tsx';
import { More, Show } from '../parts/states.tsx';
import { at, go } from '../place.ts';

const PAGE = 50;

export function EntitiesPage({ query }: { query: URLSearchParams }): JSX.Element {
  const type = query.get('type') ?? '';
  const label = query.get('label') ?? '';
  const found = usePages(`${type} ${label}`, (after, signal) => entities.list(type, label, PAGE, after, signal));
  return (
    <>
      <h1>Entities</h1>
      <LookUp />
      <Narrow key={`${type} ${label}`} type={type} label={label} />
      <section class="card" aria-label="Entities with labels">
        <Show loaded={found} empty={(list) => list.length === 0 && (
          type || label ? 'No entity has such a label.' : 'No entity has labels yet. Rules give them with LabelAdd, and you can by hand: look an entity up.'
        )}>
          {(list) => (
            <ul class="rows">
              {list.map(({ entity, labels }) => (
                <li key={entity}>
                  <span class="row">
                    <span class="entity"><EntityLink name={entity} /></span>
                    <span class="together">{labels.map((each) => <a key={each.label} class={`chip ${tone(each)}`} href={at('entities', { label: each.label })}>{each.label}</a>)}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Show>
        <More pages={found} what="More entities" />
      </section>
    </>
  );
}

function LookUp(): JSX.Element {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    const entity = parseEntity(text);
    setWrong(!entity);
    if (entity) go(at(`entities/${entityPath(entity)}`));
  };
  return (
    <form class="filters" role="search" aria-label="Look an entity up" onSubmit={submit}>
      <label class="wide">
        <span>Entity</span>
        <input value={text} placeholder="User/7" autocomplete="off" autocapitalize="off" spellcheck={false} data-search
          onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <span class="together"><button class="main" type="submit">Look up</button></span>
      {wrong && <p class="wrong" role="alert">Write the type, a slash and the id, such as User/7.</p>}
    </form>
  );
}

function Narrow(before: { type: string; label: string }): JSX.Element {
  const [type, setType] = useState(before.type);
  const [label, setLabel] = useState(before.label);
  const submit = (event: Event): void => {
    event.preventDefault();
    const wanted = Object.entries({ type: type.trim(), label: label.trim() }).filter(([, value]) => value);
    go(at('entities', Object.fromEntries(wanted)));
  };
  return (
    <form class="filters" aria-label="List entities by label" onSubmit={submit}>
      <label><span>Type</span><input value={type} placeholder="User" autocomplete="off" autocapitalize="off" onInput={(event) => setType(event.currentTarget.value)} /></label>
      <label><span>Label</span><input value={label} placeholder="watched" autocomplete="off" autocapitalize="off" onInput={(event) => setLabel(event.currentTarget.value)} /></label>
      <span class="together">
        <button class="plain" type="submit">List</button>
        {(before.type || before.label) && <a class="plain" href={at('entities')}>Clear</a>}
      </span>
    </form>
  );
}
