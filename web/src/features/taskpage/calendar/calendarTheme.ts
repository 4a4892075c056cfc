import type { CalendarOptions } from '@fullcalendar/react';

/** The calendar in our own look: lines and surfaces of the tokens, no theme of the library. */
export const calendarTheme: CalendarOptions = {
  viewClass: 'bg-surface text-body',
  dayHeaderClass: (day) => `border-line ${day.isToday ? 'text-accent font-semibold' : 'text-muted'}`,
  dayHeaderInnerClass: 'px-1 py-1.5 text-small',
  dayHeaderDividerClass: 'border-b border-line',
  dayCellClass: (day) => `border border-line ${day.isToday ? 'task-today' : ''} ${day.isOther ? 'task-other' : ''}`,
  dayRowClass: 'border-t border-line',
  dayCellTopClass: 'flex justify-end',
  dayCellTopInnerClass: (day) =>
    `px-1.5 py-0.5 text-small tabular ${day.isToday ? 'font-semibold text-accent' : 'text-muted'}`,
  dayLaneClass: (day) => `border border-line ${day.isToday ? 'task-today' : ''}`,
  dayLaneInnerClass: 'mx-0.5',
  slotLaneClass: (slot) => `border border-line ${slot.isMinor ? 'task-minor' : ''}`,
  slotHeaderClass: 'border border-transparent',
  slotHeaderInnerClass: 'px-2 text-small tabular text-muted',
  allDayHeaderInnerClass: 'px-2 py-1 text-small text-muted',
  allDayDividerClass: 'border-y border-line bg-sunken h-1',
  nonBusinessHoursClass: 'task-off',
  highlightClass: 'task-highlight',
  nowIndicatorLineClass: 'task-now',
  eventClass: (info) =>
    `task-event ${info.event.extendedProps.coming ? 'task-coming' : ''} ${info.isMirror ? 'task-mirror' : ''}`,
  blockEventClass: 'relative overflow-hidden rounded-small',
  rowEventClass: 'mx-0.5 mb-0.5',
  columnEventClass: 'mb-px',
  columnEventInnerClass: 'h-full',
  listItemEventClass: 'relative mx-0.5 mb-0.5 overflow-hidden rounded-small',
  rowEventBeforeClass: (info) => (info.isStartResizable ? 'task-grip-start' : ''),
  rowEventAfterClass: (info) => (info.isEndResizable ? 'task-grip-end' : ''),
  columnEventAfterClass: (info) => (info.isEndResizable ? 'task-grip-bottom' : ''),
  rowMoreLinkClass: 'min-h-tap mx-0.5 rounded-small px-1 text-small text-muted hover:bg-hover hover:text-fg',
  columnMoreLinkClass: 'rounded-small bg-sunken px-1 text-small text-muted hover:text-fg',
  popoverClass: 'task-popover',
  popoverCloseClass: 'task-popover-close',
};
