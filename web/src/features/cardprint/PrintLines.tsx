/** Names and values, side by side. */
export function PrintLines({ lines }: { lines: readonly { key: string; label: string; value: string }[] }) {
  return (
    <dl>
      {lines.map((line) => (
        <div key={line.key} className="grid grid-cols-[48mm_1fr] gap-x-3 border-b border-line py-1">
          <dt className="text-muted">{line.label}</dt>
          <dd className="break-words whitespace-pre-wrap">{line.value}</dd>
        </div>
      ))}
    </dl>
  );
}
