package letter

import (
	"html/template"
	"strings"

	"github.com/wneessen/go-mail"

	"voronka/internal/kit/errs"
)

// compose writes a letter as the mail server takes it.
func compose(set Settings, l Letter, key string) (*mail.Msg, error) {
	msg := mail.NewMsg()
	if err := msg.FromFormat(set.FromName, set.FromEmail); err != nil {
		return nil, errs.Invalid("from_email", "is not an e-mail address")
	}
	if err := msg.AddToFormat(oneLine(l.Name), l.Email); err != nil {
		return nil, errs.Invalid("", "the mail server does not take letters to this address: %s", l.Email)
	}
	page, err := l.page()
	if err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(set.FromEmail, "@")
	msg.SetMessageIDWithValue(key + "@" + domain)
	msg.SetDate()
	msg.Subject(oneLine(l.Subject))
	// Answering machines keep silent to these.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetBodyString(mail.TypeTextPlain, l.plain())
	msg.AddAlternativeString(mail.TypeTextHTML, page)
	return msg, nil
}

func (l Letter) plain() string {
	var b strings.Builder
	part := func(lines ...string) {
		for _, line := range lines {
			if line != "" {
				b.WriteString(line + "\n")
			}
		}
		b.WriteString("\n")
	}
	for _, line := range l.Lines {
		part(line)
	}
	for _, i := range l.Items {
		part(i.Title, i.Text, i.URL)
	}
	if l.Button != nil {
		part(l.Button.Text+":", l.Button.URL)
	}
	if len(l.Foot) > 0 {
		part("-- ")
	}
	for _, f := range l.Foot {
		part(f.Text, f.URL)
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// page is drawn with inline styles: readers of mail know no others.
var page = template.Must(template.New("letter").Parse(`<!doctype html>
<html lang="{{.Locale}}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:24px 12px;font:15px/22px -apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto">
{{range .Lines}}<p style="margin:0 0 16px">{{.}}</p>
{{end}}{{range .Items}}<div style="margin:0 0 16px;padding-left:12px;border-left:2px solid #1f5fd0">
<div style="font-weight:600">{{if .URL}}<a href="{{.URL}}" style="color:#1a58c4;text-decoration:none">{{.Title}}</a>{{else}}{{.Title}}{{end}}</div>
{{if .Text}}<div style="white-space:pre-line">{{.Text}}</div>{{end}}</div>
{{end}}{{with .Button}}<p style="margin:0 0 16px"><a href="{{.URL}}" style="display:inline-block;padding:8px 16px;border-radius:6px;background:#1f5fd0;color:#ffffff;text-decoration:none">{{.Text}}</a></p>
{{end}}{{if .Foot}}<p style="margin:24px 0 0;font-size:13px;line-height:18px;color:#66707d">{{range $i, $f := .Foot}}{{if $i}}<br>{{end}}{{if $f.URL}}<a href="{{$f.URL}}" style="color:#66707d">{{$f.Text}}</a>{{else}}{{$f.Text}}{{end}}{{end}}</p>
{{end}}</div></body></html>
`))

func (l Letter) page() (string, error) {
	var b strings.Builder
	err := page.Execute(&b, l)
	return b.String(), err
}
