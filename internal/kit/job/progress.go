package job

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"voronka/internal/kit/db"
)

func (p *Report) parse(text *string) error {
	if text == nil || *text == "" {
		return nil
	}
	return json.Unmarshal([]byte(*text), p)
}

// Progress lets a remote job tell how far it is. It is safe for concurrent use.
type Progress struct {
	runner *Runner
	job    Job

	mu     sync.Mutex
	report Report
	dirty  bool
}

func newProgress(r *Runner, j Job) *Progress { return &Progress{runner: r, job: j, report: j.Progress} }

// Set notes done of total; it is stored within a second, or with the next checkpoint.
func (p *Progress) Set(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.report.Done, p.report.Total, p.dirty = done, total, true
}

// Say notes a sentence about what is going on.
func (p *Progress) Say(message string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.report.Message, p.dirty = message, true
}

// Report is what was noted last.
func (p *Progress) Report() Report {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.report
}

// Checkpoint stores where to go on, in the transaction of the work itself: the next attempt finds it in
// Job.Progress.Checkpoint. It fails when the job is not this node's any more; the transaction must then be undone.
func (p *Progress) Checkpoint(ctx context.Context, tx *db.Tx, state any) error {
	raw, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("checkpoint of job %d: %w", p.job.ID, err)
	}
	report := p.Report()
	report.Checkpoint = raw
	if err := p.write(ctx, tx, report); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.report.Checkpoint = raw
	})
	return nil
}

func (p *Progress) write(ctx context.Context, tx *db.Tx, report Report) error {
	raw, err := json.Marshal(report)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE jobs
		SET progress = $1
		WHERE account_id = $2 AND id = $3 AND owner = $4 AND state = 'running'`,
		string(raw), p.job.AccountID, p.job.ID, p.runner.owner)
	if err != nil {
		return fmt.Errorf("store the progress of job %d: %w", p.job.ID, err)
	}
	if n == 0 {
		return errLost
	}
	return nil
}

// figures stores how far the job is and leaves the checkpoint alone: one that is being committed at this moment is newer
// than what is known here, so the row is locked and read first.
func (p *Progress) figures(ctx context.Context, tx *db.Tx) error {
	var text *string
	err := tx.QueryRow(ctx, `
		SELECT progress
		FROM jobs
		WHERE account_id = $1 AND id = $2`+db.ForUpdate(tx.Engine()), p.job.AccountID, p.job.ID).Scan(&text)
	if err != nil {
		return fmt.Errorf("read the progress of job %d: %w", p.job.ID, err)
	}
	var stored Report
	if err := stored.parse(text); err != nil {
		return err
	}
	report := p.Report()
	report.Checkpoint = stored.Checkpoint
	return p.write(ctx, tx, report)
}

// flush stores what was noted since; a failure only makes the figures old.
func (p *Progress) flush(ctx context.Context) {
	p.mu.Lock()
	dirty := p.dirty
	p.dirty = false
	p.mu.Unlock()
	if !dirty {
		return
	}
	err := p.runner.db.Write(ctx, func(tx *db.Tx) error { return p.figures(ctx, tx) })
	if err != nil && ctx.Err() == nil {
		p.runner.log.WarnContext(ctx, "could not store progress", "job", p.job.ID, "err", err)
	}
}
