package helpdesk

import (
	"fmt"
	"slices"
	"strings"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

var (
	qAdd = gate.OfficeSQL("helpdesk.add", `insert into helpdesk_contact (id, state, caller, organisation, department,
		channel, minutes, month, redirected_to,
		opened_at, user_id, name_sealed, telephone_sealed, note_sealed, answer_sealed, redirect_sealed)
		values ($1, 'open', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
	qChange = gate.OfficeSQL("helpdesk.change", `update helpdesk_contact set caller = $3, organisation = $4,
		department = $5, channel = $6, minutes = $7,
		redirected_to = $8, name_sealed = $9, telephone_sealed = $10, note_sealed = $11, answer_sealed = $12,
		redirect_sealed = $13, version = version + 1
		where id = $1 and version = $2 and state = 'open'`)
	qEnd = gate.OfficeSQL("helpdesk.end", `update helpdesk_contact set state = $2, closed_at = $3,
		version = version + 1 where id = $1 and state = 'open'`)
	qReopen = gate.OfficeSQL("helpdesk.reopen", `update helpdesk_contact set state = 'open', closed_at = 0,
		version = version + 1 where id = $1 and state <> 'open' and state <> 'referral_opened'`)
	qDropTopics = gate.OfficeSQL("helpdesk.drop_topics", `delete from helpdesk_topic where contact_id = $1`)
	qAddTopic   = gate.OfficeSQL("helpdesk.add_topic", `insert into helpdesk_topic (contact_id, topic) values ($1, $2)`)
	qFind       = gate.OfficeSQL("helpdesk.find", `select c.state, c.caller, c.organisation, c.department, c.channel,
		c.minutes, c.redirected_to, c.opened_at, c.version, u.name,
		coalesce((select string_agg(t.topic, ' ') from helpdesk_topic t where t.contact_id = c.id), ''),
		c.name_sealed, c.telephone_sealed, c.note_sealed, c.answer_sealed, c.redirect_sealed
		from helpdesk_contact c join access_user u on u.id = c.user_id where c.id = $1`)
	qList = gate.OfficeSQL("helpdesk.list", `select c.id, c.state, c.caller, c.organisation, c.department, c.channel,
		c.minutes, c.opened_at, c.version,
		coalesce((select string_agg(t.topic, ' ') from helpdesk_topic t where t.contact_id = c.id), '')
		from helpdesk_contact c where c.id < $1 and ($2 = '' or c.state = $2) and ($3 = '' or c.department = $3)
		and ($4 = '' or exists (select 1 from helpdesk_topic t where t.contact_id = c.id and t.topic = $4))
		order by c.id desc limit $5`)
	qWaiting = gate.OfficeSQL("helpdesk.waiting", `select id, caller, department, opened_at from helpdesk_contact
		where state = 'open' order by opened_at limit $1`)
)

// sealed is an entry's words as the database keeps them.
type sealed struct{ name, telephone, note, answer, redirect gate.Sealed }

func seal(b *gate.Box, c ContactID, e Entry) (s sealed, err error) {
	if s.name, err = b.Seal(vault.Contact, "helpdesk_contact.name_sealed", c, e.Name); err != nil {
		return s, err
	}
	if s.telephone, err = b.Seal(vault.Contact, "helpdesk_contact.telephone_sealed", c, e.Telephone); err != nil {
		return s, err
	}
	if s.note, err = b.Seal(vault.Contact, "helpdesk_contact.note_sealed", c, e.Note); err != nil {
		return s, err
	}
	if s.answer, err = b.Seal(vault.Contact, "helpdesk_contact.answer_sealed", c, e.Answer); err != nil {
		return s, err
	}
	s.redirect, err = b.Seal(vault.Contact, "helpdesk_contact.redirect_sealed", c, e.Redirect)
	return s, err
}

func unseal(b *gate.Box, c ContactID, s sealed) (out [5]secret.Text, err error) {
	if out[0], err = b.Open(vault.Contact, "helpdesk_contact.name_sealed", c, s.name); err != nil {
		return out, err
	}
	if out[1], err = b.Open(vault.Contact, "helpdesk_contact.telephone_sealed", c, s.telephone); err != nil {
		return out, err
	}
	if out[2], err = b.Open(vault.Contact, "helpdesk_contact.note_sealed", c, s.note); err != nil {
		return out, err
	}
	if out[3], err = b.Open(vault.Contact, "helpdesk_contact.answer_sealed", c, s.answer); err != nil {
		return out, err
	}
	out[4], err = b.Open(vault.Contact, "helpdesk_contact.redirect_sealed", c, s.redirect)
	return out, err
}

// add writes a new contact with a box of its own, which the evaluation team holds.
func add(tx *gate.OfficeTx, c ContactID, e Entry) error {
	team, err := tx.TeamOf("evaluation")
	if err != nil {
		return err
	}
	box, err := tx.NewBox(gate.As(c), vault.Contact, team)
	if err != nil {
		return fmt.Errorf("seal contact: %w", err)
	}
	s, err := seal(box, c, e)
	if err != nil {
		return fmt.Errorf("seal contact: %w", err)
	}
	month := tx.Today().String()[:7]
	_, err = tx.Exec(qAdd, c, e.Caller, e.Organisation, e.Department, e.Channel, e.Minutes, month, e.RedirectedTo,
		clock.Micros(tx.Now()), tx.Actor().User(),
		s.name, s.telephone, s.note, s.answer, s.redirect)
	if err != nil {
		return fmt.Errorf("add contact: %w", err)
	}
	return setTopics(tx, c, e.Topics)
}

// change writes an open contact anew; it reports false where somebody else was faster.
func change(tx *gate.OfficeTx, c ContactID, version int64, e Entry) (bool, error) {
	box, err := tx.Box(gate.As(c))
	if err != nil {
		return false, fmt.Errorf("open contact: %w", err)
	}
	s, err := seal(box, c, e)
	if err != nil {
		return false, fmt.Errorf("seal contact: %w", err)
	}
	n, err := tx.Exec(qChange, c, version, e.Caller, e.Organisation, e.Department, e.Channel, e.Minutes, e.RedirectedTo,
		s.name, s.telephone, s.note, s.answer, s.redirect)
	if err != nil || n == 0 {
		return false, fault.In("change contact", err)
	}
	return true, setTopics(tx, c, e.Topics)
}

func setTopics(tx *gate.OfficeTx, c ContactID, topics []string) error {
	if _, err := tx.Exec(qDropTopics, c); err != nil {
		return fmt.Errorf("set topics: %w", err)
	}
	for _, t := range topics {
		if _, err := tx.Exec(qAddTopic, c, t); err != nil {
			return fmt.Errorf("set topics: %w", err)
		}
	}
	return nil
}

// find reads a contact with its words.
func find(v *gate.OfficeView, c ContactID) (Contact, error) {
	out := Contact{ID: c}
	var s sealed
	var at int64
	var topics string
	err := v.QueryRow(qFind, c).Scan(&out.State, &out.Caller, &out.Organisation, &out.Department, &out.Channel,
		&out.Minutes, &out.RedirectedTo, &at, &out.Version, &out.By,
		&topics, &s.name, &s.telephone, &s.note, &s.answer, &s.redirect)
	if err != nil {
		return out, fault.In("find contact", err)
	}
	out.At, out.Topics = clock.FromMicros(at), sorted(topics)
	box, err := v.Box(gate.As(c))
	if err != nil {
		return out, fmt.Errorf("open contact: %w", err)
	}
	w, err := unseal(box, c, s)
	out.Name, out.Telephone, out.Note, out.Answer, out.Redirect = w[0], w[1], w[2], w[3], w[4]
	return out, fault.In("open contact", err)
}

func sorted(topics string) []string {
	out := strings.Fields(topics)
	slices.Sort(out)
	return out
}
