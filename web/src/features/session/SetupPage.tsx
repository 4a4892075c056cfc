import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiError } from '@/lib/api';
import { getLang, setLang, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { setUp, setupNeeded, useEnter } from './api';
import { Gate } from './Gate';
import locale from './locale';
import { currencyOf, type Draft, faultsOf, stepOfPath } from './model';
import { SetupCompany } from './SetupCompany';
import { SetupPipeline, templateWords } from './SetupPipeline';
import { SetupReady } from './SetupReady';
import { SetupYou } from './SetupYou';

const STORE = 'voronka.setup';
const STEPS = ['stepCompany', 'stepYou', 'stepPipeline'] as const;

function fresh(): Draft {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const blank: Draft = {
    language: getLang(),
    company: '',
    currency: currencyOf(timeZone),
    timeZone,
    name: '',
    email: '',
    password: '',
    template: 'sales',
    ...templateWords('sales'),
    demo: false,
  };
  try {
    return { ...blank, ...JSON.parse(localStorage.getItem(STORE) ?? '{}'), password: '' };
  } catch {
    return blank;
  }
}

/** The first-run wizard. What was typed survives a reload, except the password. */
export function SetupPage() {
  const t = useText(locale);
  const enter = useEnter();
  const { data: needed } = useQuery(setupNeeded);
  const [draft, setDraft] = useState(fresh);
  const [step, setStep] = useState(0);
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () => setUp(draft),
    onSuccess: (who) => {
      localStorage.removeItem(STORE);
      enter(who);
    },
    onError: (error) => {
      const path = error instanceof ApiError ? error.fields[0]?.path : undefined;
      if (path) setStep(stepOfPath(path));
    },
  });
  useEffect(() => {
    const { password: _, ...kept } = draft;
    localStorage.setItem(STORE, JSON.stringify(kept));
  }, [draft]);

  if (make.isSuccess) return <SetupReady demo={draft.demo} />;
  if (needed === false) return <Navigate to="/" replace />;

  const faults = faultsOf(step, draft);
  const change = (patch: Partial<Draft>) => {
    const { language } = patch;
    if (!language) return setDraft((d) => ({ ...d, ...patch }));
    // Stages nobody has touched speak the new language too.
    const was = templateWords(draft.template);
    setLang(language);
    const now = templateWords(draft.template);
    setDraft((d) => ({
      ...d,
      ...patch,
      pipelineName: d.pipelineName === was.pipelineName ? now.pipelineName : d.pipelineName,
      stages: d.stages.join('\n') === was.stages.join('\n') ? now.stages : d.stages,
    }));
  };
  const refused = make.error instanceof ApiError ? make.error : null;
  const error = (field: keyof Draft, path: string = field) => {
    const fault = faults[field];
    return (tried && fault ? t(fault) : undefined) ?? refused?.field(path);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(faults).length > 0) return setTried(true);
    setTried(false);
    make.reset();
    if (step < STEPS.length - 1) setStep(step + 1);
    else make.mutate();
  };
  const Step = [SetupCompany, SetupYou, SetupPipeline][step] ?? SetupCompany;
  return (
    <Gate
      wide
      title={t('setupTitle')}
      lead={
        <>
          {t('setupLead')}
          <ol className="mt-4 flex gap-1.5" aria-label={t('stepOf', { n: step + 1, all: STEPS.length })}>
            {STEPS.map((key, i) => (
              <li key={key} aria-current={i === step ? 'step' : undefined} className="flex-1">
                <div className={`h-1 rounded-full ${i <= step ? 'bg-fill' : 'bg-sunken'}`} />
                <div className={`mt-1 text-small ${i === step ? 'font-medium text-fg' : 'text-muted'}`}>{t(key)}</div>
              </li>
            ))}
          </ol>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Step key={step} draft={draft} change={change} error={error} />
        {refused && refused.fields.length === 0 && (
          <p role="alert" className="text-bad">
            {refused.message}
          </p>
        )}
        <div className="mt-1 flex justify-between gap-2">
          {step > 0 ? (
            <Button size="form" variant="ghost" onClick={() => setStep(step - 1)}>
              {t('back')}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" size="form" variant="primary" loading={make.isPending}>
            {t(step < STEPS.length - 1 ? 'next' : 'finish')}
          </Button>
        </div>
      </form>
    </Gate>
  );
}
