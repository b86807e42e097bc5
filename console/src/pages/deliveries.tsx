/** What could not be evaluated or delivered, and where effects go. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { deliveries } from '../api.ts';
import { usePages } from '../pages.ts';
import type { DeadLetter, Webhook } from '../model.ts';
import { Confirm } from '../parts/dialog.tsx';
import { Problem } from '../logic/problem.ts';
import { count, plural } from '../logic/words.ts';
import { Time } from '../parts/names.tsx';
import { Command, More, Show } from '../parts/states.tsx';
import { at } from '../place.ts';

const PAGE = 50;

interface Question {
  title: string;
  does: string;
  words: string;
  act: () => Promise<unknown>;
}

export function DeliveriesPage(): JSX.Element {
  const letters = usePages('letters', (after, signal) => deliveries.deadLetters(PAGE, after, signal));
  const webhooks = usePages('webhooks', (_, signal) => deliveries.webhooks(signal));
  const [question, setQuestion] = useState<Question | null>(null);
  return (
    <>
      <h1>Deliveries</h1>
      <section class="card">
        <div class="heading"><h2>Dead letters</h2><button class="plain" type="button" onClick={letters.again}>Refresh</button></div>
        <Show loaded={letters} empty={(list) => list.length === 0 && 'None: everything was evaluated and delivered.'}>
          {(list) => <Letters list={list} ask={(each) => setQuestion({ ...each, act: async () => { await each.act(); letters.again(); } })} />}
        </Show>
        <More pages={letters} what="Older dead letters" />
      </section>
      <section class="card">
        <h2>Webhooks</h2>
        <Show loaded={webhooks} empty={(list) => list.length === 0 && (
          <><p>No webhook yet. Add one:</p><Command>{`curl -X PUT ${location.origin}/v1/webhooks/NAME -H 'content-type: application/json' -d '{"url": "https://example.org/hook", "secret": "...", "on": {"verdicts": ["block"]}}'`}</Command></>
        )}>
          {(list) => <Webhooks list={list} ask={(each) => setQuestion({ ...each, act: async () => { await each.act(); webhooks.again(); } })} />}
        </Show>
      </section>
      {question && (
        <Confirm title={question.title} does={question.does} act={question.act} close={() => setQuestion(null)}>
          <p>{question.words}</p>
        </Confirm>
      )}
    </>
  );
}

function Letters({ list, ask }: { list: DeadLetter[]; ask: (question: Question) => void }): JSX.Element {
  return (
    <ul class="plainlist">
      {list.map((letter) => (
        <li key={letter.id} class="heading">
          <div tabIndex={-1} data-row>
            <span class="chip">{letter.source}</span> {letter.name} <span class="quiet small"><Time iso={letter.at} />, {plural(letter.attempts, 'attempt')}{letter.event_id && <>, <a href={at(`events/${letter.event_id}`)}>event {letter.event_id}</a></>}</span>
            <div class="small note">{letter.error} <span class="quiet">{letter.code}</span></div>
          </div>
          <span class="together">
            <button class="plain" type="button" onClick={() => ask({
              title: 'Replay this dead letter?',
              does: 'Replay',
              words: 'It is tried once more, and leaves this list when that succeeds.',
              act: () => deliveries.replay(letter.id),
            })}>Replay…<span class="unseen"> {letter.id}</span></button>
            <button class="plain" type="button" onClick={() => ask({
              title: 'Delete this dead letter?',
              does: 'Delete',
              words: 'It is gone for good.',
              act: () => deliveries.discard(letter.id),
            })}>Delete…<span class="unseen"> {letter.id}</span></button>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Webhooks({ list, ask }: { list: Webhook[]; ask: (question: Question) => void }): JSX.Element {
  return (
    <ul class="plainlist">
      {list.map((webhook) => (
        <li key={webhook.name} class="heading">
          <div>
            <b>{webhook.name}</b> <span class="quiet">{webhook.url}</span>
            <div class="small quiet">{on(webhook)}</div>
            <div class="small">{count(webhook.delivered)} delivered{webhook.failed > 0 && <span class="wrong">, {count(webhook.failed)} failed</span>}
              {webhook.waiting > 0 && `, ${count(webhook.waiting)} waiting`}{webhook.behind > 0 && `, ${count(webhook.behind)} results behind`}</div>
          </div>
          <span class="together">
          <button class="plain" type="button" onClick={() => ask({
            title: `Test the webhook ${webhook.name}?`,
            does: 'Send a test',
            words: `One call without an event goes to ${webhook.url}.`,
            act: async () => {
              const { delivered, error } = await deliveries.testWebhook(webhook.name);
              if (!delivered) throw new Problem({ detail: error });
            },
          })}>Test…<span class="unseen"> {webhook.name}</span></button>
          <button class="plain" type="button" onClick={() => ask({
            title: `Delete the webhook ${webhook.name}?`,
            does: 'Delete',
            words: 'Nothing is delivered to it any more.',
            act: () => deliveries.deleteWebhook(webhook.name),
          })}>Delete…<span class="unseen"> {webhook.name}</span></button>
          </span>
        </li>
      ))}
    </ul>
  );
}

function on(webhook: Webhook): string {
  const parts = Object.entries(webhook.on).filter(([, names]) => names.length > 0);
  return parts.length === 0 ? 'on every result' : parts.map(([kind, names]) => `${kind}: ${names.join(', ')}`).join('; ');
}
