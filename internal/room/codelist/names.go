package codelist

import "havre.example/havre/internal/country"

// Name is the name of a list.
type Name = country.ListName

// Code is one entry of a list.
type Code = country.Code

// List is one list of codes.
type List = country.List

// The lists of the network. The file of a pack that holds each is a theme, not an order.
const (
	AcceptsGender       Name = "accepts_gender"
	Accompanier         Name = "accompanier"
	AdminStatus         Name = "admin_status"
	AgeCTDC             Name = "age_ctdc"
	AgeReport           Name = "age_report"
	Aid                 Name = "aid"
	AtRisk              Name = "at_risk"
	Autonomy            Name = "autonomy"
	Caller              Name = "caller"
	Channel             Name = "channel"
	ChildAge            Name = "child_age"
	Complaint           Name = "complaint"
	ConflictReach       Name = "conflict_reach"
	Consent             Name = "consent"
	ContactOutcome      Name = "contact_outcome"
	Control             Name = "control"
	Criterion           Name = "criterion"
	DangerLevel         Name = "danger_level"
	DangerReason        Name = "danger_reason"
	DecidedBy           Name = "decided_by"
	Decline             Name = "decline"
	ExitReason          Name = "exit_reason"
	Exploitation        Name = "exploitation"
	ExploitationPlace   Name = "exploitation_place"
	Gender              Name = "gender"
	HouseholdShape      Name = "household_shape"
	Indicator           Name = "indicator"
	IndicatorDimension  Name = "indicator_dimension"
	JourneyMeans        Name = "journey_means"
	JourneyState        Name = "journey_state"
	Language            Name = "language"
	LegalEvent          Name = "legal_event"
	Nationality         Name = "nationality"
	NationalityGroups   Name = "nationality_group"
	Need                Name = "need"
	NotOriented         Name = "not_oriented"
	OrganisationKind    Name = "organisation_kind"
	OrgType             Name = "org_type"
	Override            Name = "override"
	PartnerKind         Name = "partner_kind"
	PlaceProfile        Name = "place_profile"
	PlaceState          Name = "place_state"
	ProposalQuestion    Name = "proposal_question"
	Recruitment         Name = "recruitment"
	ReferralOutcome     Name = "referral_outcome"
	ReferralReason      Name = "referral_reason"
	RelationToExploiter Name = "relation_to_trafficker"
	RiskGrade           Name = "risk_grade"
	RiskLikelihood      Name = "risk_likelihood"
	RiskOccasion        Name = "risk_occasion"
	RiskSeverity        Name = "risk_severity"
	SafetyMeasure       Name = "safety_measure"
	Service             Name = "service"
	SexStat             Name = "sex_stat"
	Specialism          Name = "specialism"
	SupportPlan         Name = "support_plan"
	Topic               Name = "topic"
	TraffickingStatus   Name = "trafficking_status"
)

// Standard names another body's codes, for crosswalks.
type Standard = country.Standard

// The standards that the lists map to.
const (
	HTCDS Standard = "htcds" // Human Trafficking Case Data Standard 2.0, spreadsheet picklists (IOM, CC BY 4.0)
	// Counter-Trafficking Data Collaborative, global data set of 14 April 2020, column names and values
	CTDC     Standard = "ctdc"
	MIPROF   Standard = "miprof"   // yearly survey of associations, edition of the 2024 data
	Eurostat Standard = "eurostat" // crim_thb tables
)

// Strength is how strongly an indicator speaks.
type Strength = country.Strength

// The strengths of an indicator.
const (
	Strong Strength = "strong"
	Medium Strength = "medium"
	Weak   Strength = "weak"
)
