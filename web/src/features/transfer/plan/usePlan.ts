import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@/lib/api';
import { type ImportDetail, importDetail, lackingChoices, type Plan, preview, putPlan } from '../api';

/** Changes that come faster than this are sent together. */
const PAUSE = 300;

/**
 * The plan while it is edited: a change is on screen at once and goes to the server by itself; the preview follows.
 * `settle` sends what still waits and says whether the plan is good.
 */
export function usePlan(stored: ImportDetail) {
  const queries = useQueryClient();
  /** What was chosen here and is not confirmed: no answer that was asked for before takes it off the screen. */
  const [mine, setMine] = useState<Plan | null>(null);
  const detail = mine ? { ...stored, plan: mine } : stored;
  const [fault, setFault] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const waiting = useRef<Plan | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sending = useRef<Promise<boolean>>(Promise.resolve(true));
  const { queryKey } = importDetail(detail.id);

  /** What hangs on the plan. */
  const renew = () =>
    Promise.all(
      [preview(detail.id), lackingChoices(detail.id)].map(({ queryKey }) => queries.invalidateQueries({ queryKey })),
    );

  function send(): Promise<boolean> {
    clearTimeout(timer.current);
    const plan = waiting.current;
    if (!plan) return sending.current;
    waiting.current = null;
    setBusy(true);
    sending.current = sending.current.then(async () => {
      try {
        const answer = await putPlan(detail.id, plan);
        // A newer change on screen wins over this answer.
        if (!waiting.current) {
          await queries.cancelQueries({ queryKey, exact: true });
          queries.setQueryData(queryKey, answer);
          setMine((now) => (now === plan ? null : now));
        }
        setFault(null);
        await renew();
        return true;
      } catch (refusal) {
        if (!(refusal instanceof ApiError)) throw refusal;
        setFault(refusal);
        return false;
      } finally {
        setBusy(false);
      }
    });
    return sending.current;
  }
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => () => void latest.current(), []);

  function change(plan: Plan) {
    setMine(plan);
    waiting.current = plan;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void latest.current(), PAUSE);
  }
  /** Another sheet or row of titles: the server guesses anew and the answer replaces the plan. */
  async function replace(pending: Promise<ImportDetail>) {
    waiting.current = null;
    clearTimeout(timer.current);
    setBusy(true);
    setFault(null);
    try {
      queries.setQueryData(queryKey, await pending);
      setMine(null);
      await renew();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }
  return { detail, change, replace, settle: send, fault, setFault, busy };
}
