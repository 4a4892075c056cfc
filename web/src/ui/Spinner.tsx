/** A small turning arc inside a control that waits for an answer. Pages and lists use Skeleton instead. */
export function Spinner({ size = 14 }: { size?: number }) {
  return (
    <svg aria-hidden="true" className="animate-spin" width={size} height={size} viewBox="0 0 16 16" fill="none">
      <circle cx="8" cy="8" r="6.25" stroke="currentColor" strokeOpacity="0.25" strokeWidth="1.75" />
      <path d="M14.25 8A6.25 6.25 0 0 0 8 1.75" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
    </svg>
  );
}
