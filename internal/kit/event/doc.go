package event

/*
How a durable reader moves

A reader handles a batch and moves its cursor in one transaction: what the handler writes happens exactly once.
The cursor row is locked meanwhile, so of several nodes one works for a reader at a time.

SQLite has one writer: ids become visible in their order, and "id > last_id" is enough.

PostgreSQL gives ids before commit: 7 may become visible after 8, and "id > last_id" would lose it. So each row
keeps its transaction (txid), and a reader works in windows [low, high) of transactions:

	closed (low = high) --open: high = oldest running transaction--> open (low < high)
	open --batch handled, more left--> open, last_id moved
	open --batch was the last--> closed (low = high)

Everything below the oldest running transaction is finished, so a window never gains rows. Inside it events come by
id. Two transactions that change one card follow each other by its row lock, so they are either cut apart by a
window's edge in that order, or lie in one window with ids in that order: the order per entity is kept. A window's
ids lie in (last_id, top], which is how its rows are found when it is large.

A transaction left open anywhere in the cluster holds readers back; it never makes them lose anything. The tail does
not wait: it promises neither order nor exactly once.
*/
