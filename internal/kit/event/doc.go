package event

/*
How a durable reader moves

A reader handles a batch and moves its cursor (the last id) in one transaction: what the handler writes happens
exactly once. The cursor row is locked meanwhile, so of several nodes one works for a reader at a time. Events come by
id. A verb locks the row of its card before it appends, so ids are the order in which a card was changed.

SQLite has one writer: ids become visible in their order, and "id > last_id" is enough.

PostgreSQL gives ids before commit: 7 may become visible after 8, and a reader that has passed 8 would lose 7. So a
reader stops at the last settled id, found by looking twice:

	1. read the last id the sequence has given, and after it the list of running write transactions
	2. later: when none of those is running any more, every id up to that one is visible or will never be

This holds because a write transaction gets its number, by which the list knows it, when it begins (kit/db), before
it can take an id. So events are appended inside db.Write and nowhere else. The settled id is a plain fact about the
log: each node finds it by itself, nothing of it is stored.

(Windows of transaction numbers with ids inside do not keep the order: a transaction begun earlier may get a card's
lock later, and the edge of a window, held by a third one, then falls between the two.)

A transaction left open in this database holds readers back; it never makes them lose anything. The tail does
not wait: it shows what is visible beyond the settled id too, and promises no order.
*/
