package job

/*
The states of a job

	ready ----claim----> running ----success----> done
	  ^ |                  |  |
	  | +--key is busy-+   |  +--permanent, or attempts used up--> dead --Replay--> ready
	  | |              v   |  +--cancelled-----------------------> cancelled --Replay--> ready
	  | +----------- waiting
	  +--retry, lease ran out (running)
	  +--the key became free (waiting: the one with the lowest id)

A claim looks at the due jobs of a kind in the order (run_at, id). Those whose key is taken are parked as
"waiting", so that the next claim does not meet them again; whoever ends a job of the key wakes the next one.
On PostgreSQL a claim and the end of a keyed job hold an advisory lock of the key: without it two nodes could
each see a different job of the key as the next.

A local job runs inside the claiming transaction, several per transaction, each in a savepoint: its effect and
its end are one commit, it never runs twice and never shows as "running". It must touch nothing but the database.

A remote job is marked running under a lease that its node renews. When the node is lost the lease runs out and
another takes the job, so it may run again: it uses its id as an idempotency key, and Progress.Checkpoint fails
for a node that has lost the lease.

Order of a key: a job waits while another of its key runs, or an earlier one is due. A job that waits for its
next attempt lets later ones pass, unless its kind is Strict.
*/
