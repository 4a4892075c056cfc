// Command voronka is the whole product in one program: see `voronka --help`.
package main

import (
	"os"

	"voronka/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr)) }
