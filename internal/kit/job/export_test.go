package job

// CandidateQuery is what a claim looks with.
const CandidateQuery = candidateQuery
