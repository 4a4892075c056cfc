/** The look of one row of the rail. */
export const RAIL_ITEM =
  'relative flex h-9 w-full shrink-0 items-center gap-2.5 rounded-control px-[9px] font-medium text-muted no-underline transition-colors duration-120 select-none hover:bg-hover hover:text-fg focus-visible:-outline-offset-2';
