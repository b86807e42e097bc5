/** A question that must be answered before something happens. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { problemOf } from '../load.ts';
import type { Problem } from '../logic/problem.ts';
import { Failure } from './states.tsx';

interface ConfirmProps {
  title: string;
  /** What the button says. */
  does: string;
  /** Does it; the dialog stays open and shows the problem when it fails. */
  act: () => Promise<unknown>;
  close: () => void;
  children?: ComponentChildren;
}

/** Asks, acts, and closes; Esc and Cancel close without acting. */
export function Confirm({ title, does, act, close, children }: ConfirmProps): JSX.Element {
  const dialog = useModal();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await act();
      close();
    } catch (failure) {
      setProblem(problemOf(failure));
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="confirm-title">
      <form onSubmit={submit}>
        <h2 id="confirm-title">{title}</h2>
        {children}
        {problem && <Failure problem={problem} />}
        <div class="buttons">
          <button class="plain" type="button" onClick={close}>Cancel</button>
          <button class="main" type="submit" disabled={busy}>{does}</button>
        </div>
      </form>
    </dialog>
  );
}

/** Opens a dialog as modal when it appears. */
export function useModal(): preact.RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return dialog;
}
