// Package conformance holds the checks against data that others publish: the
// examples of due dates, schemas, rulesets and difficult files. The data is
// not in the repository; its folder comes in the variable DIR.
//
//	make conformance DIR=/path/to/data
package conformance
