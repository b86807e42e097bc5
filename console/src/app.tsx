/** The frame of every page: the way around, the keys, the form for the API key. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { accept, watchAsking, whyAsked } from './key.ts';
import { KeysHelp, useKeys } from './keyboard.tsx';
import { at, type Place, usePlace } from './place.ts';
import { DeliveriesPage } from './pages/deliveries.tsx';
import { EntitiesPage } from './pages/entities.tsx';
import { EntityPage } from './pages/entity.tsx';
import { EventPage } from './pages/event.tsx';
import { EventsPage } from './pages/events.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { DiffPage } from './pages/diff.tsx';
import { ReleasePage } from './pages/release.tsx';
import { ReleasesPage } from './pages/releases.tsx';
import { RulesPage } from './pages/rules.tsx';
import { ShadowPage } from './pages/shadow.tsx';
import { WorkersPage } from './pages/workers.tsx';

const PAGES: [path: string, title: string][] = [
  ['', 'Overview'],
  ['events', 'Events'],
  ['entities', 'Entities'],
  ['rules', 'Rules'],
  ['releases', 'Releases'],
  ['deliveries', 'Deliveries'],
  ['workers', 'Workers'],
];

export function App(): JSX.Element {
  const place = usePlace();
  const [helps, setHelps] = useState(false);
  useKeys(() => setHelps(true));
  const title = PAGES.find(([path]) => path === place.page)?.[1] ?? 'Not found';
  useEffect(() => document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [place.page]);
  useEffect(() => {
    document.title = [...place.rest.slice(0, 2), title, 'Ferrule'].join(' · ');
  }, [place]);
  return (
    <>
      <header class="top">
        <a class="brand" href={at('')} aria-label="Ferrule console">
          <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
            <path class="brush" d="M13 21h6v9l-3 2-3-2zM11 11c0-5 3-6 5-11 2 5 5 6 5 11z" />
            <path class="band" d="M10 11h12v10H10z" />
            <path class="ring" d="M10 13h12v2H10zm0 4h12v2H10z" />
          </svg>
          <span>Ferrule</span>
        </a>
        <nav aria-label="Pages">
          {PAGES.map(([path, name]) => (
            <a key={path} href={at(path)} aria-current={path === place.page ? 'page' : undefined}>{name}</a>
          ))}
        </nav>
        <button class="plain icon" type="button" aria-label="Keys" title="Keys (?)" onClick={() => setHelps(true)}>?</button>
      </header>
      <main>
        <KeyForm />
        <Content place={place} />
      </main>
      {helps && <KeysHelp close={() => setHelps(false)} />}
    </>
  );
}

function Content({ place }: { place: Place }): JSX.Element {
  const [first, second, third] = place.rest;
  switch (place.page) {
    case '':
      return <OverviewPage />;
    case 'events':
      return first ? <EventPage key={first} id={first} /> : <EventsPage query={place.query} />;
    case 'entities':
      return first && second
        ? <EntityPage key={`${first}/${second}`} entity={{ type: first, id: place.rest.slice(1).join('/') }} />
        : <EntitiesPage query={place.query} />;
    case 'rules':
      return <RulesPage query={place.query} />;
    case 'releases':
      if (first === 'shadow') return <ShadowPage />;
      if (first && second === 'diff' && third) return <DiffPage before={first} after={third} />;
      return first ? <ReleasePage key={first} hash={first} query={place.query} /> : <ReleasesPage query={place.query} />;
    case 'deliveries':
      return <DeliveriesPage />;
    case 'workers':
      return <WorkersPage />;
    default:
      return (
        <>
          <h1>There is no such page</h1>
          <p>Go to the <a href={at('')}>overview</a>.</p>
        </>
      );
  }
}

/** Stands above the page while the node waits for a key. */
function KeyForm(): JSX.Element | null {
  const [why, setWhy] = useState(whyAsked);
  const [value, setValue] = useState('');
  useEffect(() => watchAsking(() => setWhy(whyAsked())), []);
  if (why === null) return null;
  return (
    <form class="card key" aria-labelledby="key-why"
      onSubmit={(event) => { event.preventDefault(); accept(value.trim()); setValue(''); }}>
      <p id="key-why" role="alert">{why}</p>
      <div class="together">
        <label class="unseen" for="key-value">API key</label>
        <input id="key-value" type="password" required autocomplete="off" placeholder="API key"
          value={value} onInput={(event) => setValue(event.currentTarget.value)} ref={(input) => input?.focus()} />
        <button class="main" type="submit">Use key</button>
      </div>
      <p class="quiet small">It stays in this tab and is forgotten when you close it.</p>
    </form>
  );
}
