package helpdesk

import (
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// A list of contacts is read along their ids, and narrowed on the way.
const (
	listed = `select c.id, c.state, c.caller, c.organisation, c.department, c.channel,
		c.minutes, c.opened_at, c.version,
		coalesce((select string_agg(t.topic, ' ') from helpdesk_topic t where t.contact_id = c.id), '')
		from helpdesk_contact c where `
	narrowed = ` and ($2 = '' or c.state = $2) and ($3 = '' or c.department = $3)
		and ($4 = '' or exists (select 1 from helpdesk_topic t where t.contact_id = c.id and t.topic = $4))`
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
	qList       = gate.OfficeSQL("helpdesk.list", listed+`c.id < $1`+narrowed+` order by c.id desc limit $5`)
	qListOldest = gate.OfficeSQL("helpdesk.list_oldest", listed+`c.id > $1`+narrowed+` order by c.id limit $5`)
	qWaiting    = gate.OfficeSQL("helpdesk.waiting", `select id, caller, department, opened_at from helpdesk_contact
		where state = 'open' order by opened_at limit $1`)
)

var (
	contactName      = gate.Column(vault.Contact, "helpdesk_contact.name_sealed")
	contactTelephone = gate.Column(vault.Contact, "helpdesk_contact.telephone_sealed")
	contactNote      = gate.Column(vault.Contact, "helpdesk_contact.note_sealed")
	contactAnswer    = gate.Column(vault.Contact, "helpdesk_contact.answer_sealed")
	contactRedirect  = gate.Column(vault.Contact, "helpdesk_contact.redirect_sealed")
)

func (e *Entry) words() gate.Words {
	return gate.Words{{In: contactName, At: &e.Name}, {In: contactTelephone, At: &e.Telephone},
		{In: contactNote, At: &e.Note}, {In: contactAnswer, At: &e.Answer}, {In: contactRedirect, At: &e.Redirect}}
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
	month := tx.Today().String()[:7]
	args, err := e.words().Seal(box, c, c, e.Caller, e.Organisation, e.Department, e.Channel, e.Minutes, month,
		e.RedirectedTo,
		clock.Micros(tx.Now()), tx.Actor().User())
	if err != nil {
		return fmt.Errorf("seal contact: %w", err)
	}
	if err := gate.Done(tx.Exec(qAdd, args...)); err != nil {
		return err
	}
	return setTopics(tx, c, e.Topics)
}

// change writes an open contact anew; it reports false where somebody else was faster.
func change(tx *gate.OfficeTx, c ContactID, version int64, e Entry) (bool, error) {
	box, err := tx.Box(gate.As(c))
	if err != nil {
		return false, fmt.Errorf("open contact: %w", err)
	}
	args, err := e.words().Seal(box, c, c, version, e.Caller, e.Organisation, e.Department, e.Channel, e.Minutes,
		e.RedirectedTo)
	if err != nil {
		return false, fmt.Errorf("seal contact: %w", err)
	}
	n, err := tx.Exec(qChange, args...)
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
	w := out.words()
	err := v.QueryRow(qFind, c).Scan(w.Cells(&out.State, &out.Caller, &out.Organisation, &out.Department, &out.Channel,
		&out.Minutes, &out.RedirectedTo, clock.Stored{T: &out.At}, &out.Version, &out.By,
		gate.Codes{List: &out.Topics})...)
	if err != nil {
		return out, fault.In("find contact", err)
	}
	slices.Sort(out.Topics)
	box, err := v.Box(gate.As(c))
	if err != nil {
		return out, fmt.Errorf("open contact: %w", err)
	}
	err = fault.In("open contact", w.Open(box, c))
	return out, err
}
