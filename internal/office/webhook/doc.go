// Package webhook tells addresses of the user's choice what happened: one signed POST for each event, tried again for
// a day, with a log that can be read and replayed.
//
// The reader "webhooks" turns each committed event into a delivery for every address that asked for its kind, in the
// transaction of its cursor, so an event is never lost nor doubled. The job webhook.deliver makes the attempts:
//
//	waiting -> delivered   the address answered 200-299
//	waiting -> waiting     anything else; the next attempt comes after a pause (schedule.go)
//	waiting -> dead        the last attempt failed, or the address answered 410
//	waiting -> cancelled   the address was switched off or deleted meanwhile
//
// Deliveries of one address are sent one at a time; one that waits for its next attempt lets later ones pass. A
// receiver may see a delivery twice (the server died between the answer and its record); X-Voronka-Delivery is the key
// to know it by.
package webhook
