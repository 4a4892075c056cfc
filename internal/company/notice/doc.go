package notice

/*
What becomes of a notice

	event --reader--> draft --fold--> row in notices --+--> badge and centre (always)
	task due --sweep--> guard in task_reminders -------+--> push.send job per browser   (chosen, not in quiet hours)
	                                                   +--> notice.mail job per person  (chosen, not in quiet hours)

The reader writes in the transaction of its cursor, the sweep in the one that moves its mark, and the jobs are enqueued
there, too: a notice is made once and never without its sending. The unique column source is the second fence.

Whoever made a change is not told of it; the end of one's own import, export or mass change is told to the one who asked.

Changes in mass become one notice: those that an import, a mass change or its undo caused by that cause, those of one actor
that arrive together in number by actor and ten minutes. Such a notice grows: the old row is replaced by a new one, so
that it stands on top and its sending waits until the flood is over.

A push and a letter are written when they are sent, with the rights and the language the person has then; what was
read meanwhile is not sent. When nothing can be sent the notice still stands in the centre.
*/
