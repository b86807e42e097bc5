/** One release: who published it, and its files. */
import type { JSX } from 'preact';
import { releases } from '../api.ts';
import { useLoad } from '../load.ts';
import { hash as short } from '../logic/words.ts';
import type { ReleaseDetails } from '../model.ts';
import { Files } from '../parts/files.tsx';
import { Time } from '../parts/names.tsx';
import { Source } from '../parts/source.tsx';
import { Show } from '../parts/states.tsx';
import { at } from '../place.ts';

export function ReleasePage({ hash, query }: { hash: string; query: URLSearchParams }): JSX.Element {
  const found = useLoad(hash, (signal) => releases.get(hash, signal));
  const state = useLoad('state', (signal) => releases.state(signal));
  const live = state.value?.live;
  return (
    <>
      <p class="back"><a data-close href={at('releases')}>← Releases</a></p>
      <h1>Release {short(hash)}</h1>
      <Show loaded={found}>
        {(release) => (
          <>
            <dl class="facts">
              <div><dt>Hash</dt><dd><code>{release.hash}</code></dd></div>
              <div><dt>Published</dt><dd>{release.by} <Time iso={release.at} /></dd></div>
              {release.note && <div><dt>Note</dt><dd class="note">{release.note}</dd></div>}
            </dl>
            {live && live !== release.hash && (
              <p><a class="plain" href={at(`releases/${live}/diff/${release.hash}`)}>Diff to the live release</a></p>
            )}
            <Contents release={release} path={query.get('file') ?? 'main.sml'} />
          </>
        )}
      </Show>
    </>
  );
}

function Contents({ release, path }: { release: ReleaseDetails; path: string }): JSX.Element {
  const files = Object.keys(release.files).map((each) => ({ path: each }));
  const content = release.files[path];
  return (
    <div class="withtree">
      <Files files={files} open={path} link={(file) => at(`releases/${release.hash}`, { file: file.path })} />
      <section class="card file" aria-label={path}>
        <h2>{path}</h2>
        {content === undefined && <p class="quiet">Choose a file.</p>}
        {typeof content === 'string' && <Source path={path} text={content} />}
        {typeof content === 'object' && <p class="quiet">{Math.floor(content.base64.length * 0.75)} bytes that are no text.</p>}
      </section>
    </div>
  );
}
