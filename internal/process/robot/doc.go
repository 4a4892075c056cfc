// Package robot runs the rules of an account: when something happens to a card, if a condition holds, do an action.
//
// The reader "robots" compares each committed event with the triggers of its account (match.go, pure) and, in the
// transaction of its cursor, stores a run with a job for each that answers; the row (trigger, event) is unique, so an
// event never wakes a trigger twice. The job robot.run is local: the action's changes, the end of the run and the end
// of the job are one transaction. Jobs of one card run one after another, in the order of its events.
//
//	waiting -> done      the action ran; remarks say what it did otherwise than asked
//	waiting -> skipped   the rule was switched off, the card is gone, the condition does not hold
//	waiting -> failed    the action was refused; its changes are undone, the run can be repeated by hand
//	stopped              the event is the last link of a chain of tenant.MaxDepth changes made by automation
//
// Who acts is the account's robot, with the trigger as its cause one step deeper than the event: so the feed can say
// which rule did it, and chains end.
package robot
