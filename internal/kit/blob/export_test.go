package blob

// DiskError shows the tests how an error of the disk is told.
var DiskError = diskError
