/** One figure with its name. */
export function Figure({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <div className="flex items-baseline gap-2">
      <dt className="min-w-0 flex-1 text-muted">{label}</dt>
      <dd data-tip={hint} className="tabular shrink-0 font-medium">
        {value}
      </dd>
    </div>
  );
}
