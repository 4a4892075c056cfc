package main

import "voronka/internal/kit/db"

func (b *bench) create(db.Engine) error  { return nil }
func (b *bench) events(db.Engine) error  { return nil }
func (b *bench) live(db.Engine) error    { return nil }
func (b *bench) imports(db.Engine) error { return nil }
