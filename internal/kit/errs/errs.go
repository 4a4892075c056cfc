// Package errs holds the eight kinds of failure every part of Voronka speaks of.
//
// An error is made at the lowest place that knows its meaning and is mapped to a wire once, in a facade.
// The English format string is the key of its translation (kit/lang), so the format must be a literal.
package errs

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Code tells what kind of failure an error is. A facade turns it into a status of its wire.
type Code string

// The eight codes. An error without a code is internal.
const (
	CodeInvalid         Code = "invalid"
	CodeUnauthenticated Code = "unauthenticated"
	CodeForbidden       Code = "forbidden"
	CodeNotFound        Code = "not_found"
	CodeConflict        Code = "conflict"
	CodeLimit           Code = "limit"
	CodeUnavailable     Code = "unavailable"
	CodeInternal        Code = "internal"
)

// Problem is one sentence about one place of the input. Path is dotted ("fields.12", "items.3.name"),
// empty when the sentence is about the whole request. Format and Args are kept apart for translation.
type Problem struct {
	Path   string
	Format string
	Args   []any
}

// Text is the problem in English.
func (p Problem) Text() string {
	if len(p.Args) == 0 {
		return p.Format
	}
	return fmt.Sprintf(p.Format, p.Args...)
}

// Error is a failure with a code and at least one problem.
type Error struct {
	Code     Code
	Problems []Problem
	// Reason is a machine word some wires need ("already_done", "required_fields"); often empty.
	Reason string
	// Data goes to the client as it is: the current version in a conflict, the fields a stage asks for.
	Data any
}

func (e *Error) Error() string {
	first := e.Problems[0]
	if first.Path != "" {
		return string(e.Code) + ": " + first.Path + ": " + first.Text()
	}
	return string(e.Code) + ": " + first.Text()
}

func make1(code Code, path, format string, args []any) error {
	return &Error{Code: code, Problems: []Problem{{Path: path, Format: format, Args: args}}}
}

// Invalid says that one field of the input is wrong and how to mend it.
func Invalid(field, format string, args ...any) error {
	return make1(CodeInvalid, field, format, args)
}

// NotFound says that the thing asked for does not exist, or not for this actor.
func NotFound(format string, args ...any) error { return make1(CodeNotFound, "", format, args) }

// Forbidden names the right that is missing.
func Forbidden(format string, args ...any) error { return make1(CodeForbidden, "", format, args) }

// Conflict says that the state has moved on since the caller looked.
func Conflict(format string, args ...any) error { return make1(CodeConflict, "", format, args) }

// Limit names the limit that was reached.
func Limit(format string, args ...any) error { return make1(CodeLimit, "", format, args) }

// Unauthenticated says that the caller is not known.
func Unauthenticated(format string, args ...any) error {
	return make1(CodeUnauthenticated, "", format, args)
}

// Unavailable says that something outside does not answer now and that trying again may help.
func Unavailable(format string, args ...any) error { return make1(CodeUnavailable, "", format, args) }

// With returns err with a machine reason and data for the client. err must have been made by this package.
func With(err error, reason string, data any) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	c := *e
	c.Reason, c.Data = reason, data
	return &c
}

// CodeOf returns the code of err. A cancelled or expired context is unavailable; anything unknown is internal.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Code
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return CodeUnavailable
	}
	return CodeInternal
}

// Is reports whether err carries the code.
func Is(err error, code Code) bool { return err != nil && CodeOf(err) == code }

// As returns the coded error inside err, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Collect gathers problems of one input, so that a person sees all of them at once.
type Collect struct{ problems []Problem }

// Add notes a problem of a field.
func (c *Collect) Add(field, format string, args ...any) {
	c.problems = append(c.problems, Problem{Path: field, Format: format, Args: args})
}

// Err notes the problems of an error made by this package under a prefix, and reports whether it did.
// Any other error is left to the caller.
func (c *Collect) Err(prefix string, err error) bool {
	e := As(err)
	if e == nil || e.Code != CodeInvalid {
		return false
	}
	for _, p := range e.Problems {
		p.Path = join(prefix, p.Path)
		c.problems = append(c.problems, p)
	}
	return true
}

// Result is nil or one invalid error with all problems.
func (c *Collect) Result() error {
	if len(c.problems) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Problems: slices.Clone(c.problems)}
}

// At puts a prefix before the path of every problem of an invalid error; other errors come back unchanged.
func At(prefix string, err error) error {
	e := As(err)
	if e == nil || e.Code != CodeInvalid {
		return err
	}
	c := *e
	c.Problems = slices.Clone(e.Problems)
	for i := range c.Problems {
		c.Problems[i].Path = join(prefix, c.Problems[i].Path)
	}
	return &c
}

func join(prefix, path string) string {
	switch {
	case prefix == "":
		return path
	case path == "":
		return prefix
	}
	return prefix + "." + path
}
