package account

import "havre.example/havre/internal/ask"

// Asked is the settings of the network, in the order of their page.
var Asked = ask.Of("account.settings",
	ask.Text("name", func(s *Settings) *string { return &s.Name }).Max(100).Required(),
	ask.Text("telephone", func(s *Settings) *string { return &s.Telephone }).Max(40).Typed("tel").Optional(),
	ask.Text("mail_host", func(s *Settings) *string { return &s.MailHost }).Max(253).Optional(),
	ask.Number("mail_port", 1, 65535, func(s *Settings) *int { return &s.MailPort }).Optional(),
	ask.Text("mail_from", func(s *Settings) *string { return &s.MailFrom }).Typed("email").Optional(),
	ask.Text("mail_user", func(s *Settings) *string { return &s.MailUser }).Optional(),
	ask.Text("address", func(s *Settings) *string { return &s.Address }).Typed("url").Optional(),
	ask.Text("exit_site", func(s *Settings) *string { return &s.ExitSite }).Typed("url").Optional(),
)
