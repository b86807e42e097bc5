/** The questions before a release is activated or taken back. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { releases } from '../api.ts';
import { hash as short } from '../logic/words.ts';
import type { Activation, ReleaseState } from '../model.ts';
import { Confirm } from '../parts/dialog.tsx';

const STORED_AS = 'ferrule.by';

/** Who changes releases, as this browser was told before. */
function useBy(): [string, (by: string) => void] {
  const [by, setBy] = useState(() => localStorage.getItem(STORED_AS) ?? '');
  return [by, (text) => {
    setBy(text);
    localStorage.setItem(STORED_AS, text);
  }];
}

interface ActivateProps {
  hash: string;
  state: ReleaseState | null;
  close: () => void;
  changed: () => void;
}

export function Activate({ hash, state, close, changed }: ActivateProps): JSX.Element {
  const [stage, setStage] = useState<Activation['stage']>('all');
  const [percent, setPercent] = useState('10');
  const [errorRate, setErrorRate] = useState('');
  const [p99, setP99] = useState('');
  const [by, setBy] = useBy();
  const [note, setNote] = useState('');
  const act = async (): Promise<void> => {
    const how: Activation = { stage, revision: state?.revision, by: by.trim(), note: note.trim() };
    if (stage === 'percent') how.percent = Number(percent);
    if (stage !== 'shadow' && errorRate.trim()) how.max_error_rate = Number(errorRate);
    if (stage !== 'shadow' && p99.trim()) how.max_p99_ms = Number(p99);
    await releases.activate(hash, how);
    changed();
  };
  const noLive = !state?.live;
  return (
    <Confirm title={`Activate ${short(hash)}?`} does={stage === 'all' ? 'Activate for all' : stage === 'shadow' ? 'Start the shadow' : `Activate for ${percent || '…'} %`}
      act={act} close={close}>
      <fieldset>
        <legend>For which events</legend>
        <Stage name="all" stage={stage} set={setStage} words="All" />
        <Stage name="shadow" stage={stage} set={setStage} words="None yet: as a shadow beside the live release, to compare" disabled={noLive} />
        <Stage name="percent" stage={stage} set={setStage} words="Those of a share of the entities" disabled={noLive} />
      </fieldset>
      {stage === 'percent' && (
        <label class="stacked"><span>Per cent of the entities</span>
          <input type="number" min="1" max="99" step="1" required value={percent} onInput={(event) => setPercent(event.currentTarget.value)} />
        </label>
      )}
      {stage !== 'shadow' && (
        <fieldset>
          <legend>Go back by itself past these bounds (empty: never)</legend>
          <label class="stacked"><span>Share of events with errors, 0 to 1</span>
            <input type="number" min="0" max="1" step="any" value={errorRate} placeholder="0.01" onInput={(event) => setErrorRate(event.currentTarget.value)} />
          </label>
          <label class="stacked"><span>99th percentile in milliseconds</span>
            <input type="number" min="0.001" step="any" value={p99} placeholder="5" onInput={(event) => setP99(event.currentTarget.value)} />
          </label>
        </fieldset>
      )}
      <Author by={by} setBy={setBy} note={note} setNote={setNote} />
    </Confirm>
  );
}

interface StageProps {
  name: Activation['stage'];
  stage: Activation['stage'];
  set: (stage: Activation['stage']) => void;
  words: string;
  disabled?: boolean;
}

function Stage({ name, stage, set, words, disabled }: StageProps): JSX.Element {
  return (
    <label class="choice">
      <input type="radio" name="stage" value={name} checked={stage === name} disabled={disabled} onChange={() => set(name)} />
      <span>{words}</span>
    </label>
  );
}

interface AuthorProps {
  by: string;
  setBy: (by: string) => void;
  note: string;
  setNote: (note: string) => void;
}

function Author({ by, setBy, note, setNote }: AuthorProps): JSX.Element {
  return (
    <>
      <label class="stacked"><span>Who</span><input required value={by} autocomplete="username" onInput={(event) => setBy(event.currentTarget.value)} /></label>
      <label class="stacked"><span>Why</span><input value={note} autocomplete="off" onInput={(event) => setNote(event.currentTarget.value)} /></label>
    </>
  );
}

interface RollBackProps {
  state: ReleaseState;
  close: () => void;
  changed: () => void;
}

export function RollBack({ state, close, changed }: RollBackProps): JSX.Element {
  const [by, setBy] = useBy();
  const [note, setNote] = useState('');
  const act = async (): Promise<void> => {
    await releases.rollback(state.revision, by.trim(), note.trim());
    changed();
  };
  const { candidate } = state;
  return (
    <Confirm title={candidate ? 'Drop the candidate?' : 'Roll back?'} does={candidate ? 'Drop candidate' : 'Roll back'} act={act} close={close}>
      <p>{candidate
        ? `${short(candidate)} evaluates no more events. ${short(state.live ?? '')} stays live.`
        : `${short(state.previous[0] ?? '')} is live again for all events, instead of ${short(state.live ?? '')}.`}</p>
      <Author by={by} setBy={setBy} note={note} setNote={setNote} />
    </Confirm>
  );
}
