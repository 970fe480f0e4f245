-- Schema of Mingce. One text for SQLite and PostgreSQL: docs/sql-law.md.
-- *_us: microseconds since 1970 UTC. *_day: days since 1970 in Beijing time.
-- Rows about a subject have a key that begins with subject_id and are
-- clustered by it. Tables marked "derived" can be rebuilt from the others.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    version {int} NOT NULL
) {strict};

CREATE TABLE authority (
    id {int} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    address TEXT NOT NULL
) {strict};

CREATE TABLE pack_version (
    hash TEXT NOT NULL PRIMARY KEY,
    pack_id TEXT NOT NULL,
    version TEXT NOT NULL,
    in_force_day {int} NOT NULL,
    installed_us {int} NOT NULL,
    content {bytes} NOT NULL
) {strict};

CREATE TABLE programme (
    id {int} NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    authority_id {int} NOT NULL REFERENCES authority (id),
    pack_hash TEXT NOT NULL REFERENCES pack_version (hash),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    readings TEXT NOT NULL,
    issued_day {int},
    issued_no TEXT NOT NULL,
    created_us {int} NOT NULL,
    version {int} NOT NULL
) {strict};

CREATE TABLE round (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    name TEXT NOT NULL,
    opens_us {int} NOT NULL,
    closes_us {int},
    reference_day {int},
    doc_no TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    pack_hash TEXT NOT NULL REFERENCES pack_version (hash),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    version {int} NOT NULL
) {strict};
CREATE INDEX round_programme ON round (programme_id, opens_us);

CREATE TABLE holiday_year (
    year {int} NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    added_us {int} NOT NULL,
    added_by {int} NOT NULL
) {strict};
CREATE TABLE holiday (
    day {int} NOT NULL PRIMARY KEY,
    is_off {int} NOT NULL CHECK (is_off IN (0, 1)),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    notice_year {int} NOT NULL
) {strict};

-- Numbers of documents: the last one given out per scope.
CREATE TABLE serial (
    scope TEXT NOT NULL PRIMARY KEY,
    last {int} NOT NULL
) {strict};

-- --- who ---

CREATE TABLE subject (
    id {int} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'person')),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    credit_code TEXT UNIQUE,
    id_no_hash TEXT UNIQUE,
    region TEXT NOT NULL,
    created_us {int} NOT NULL,
    version {int} NOT NULL
) {strict};
CREATE INDEX subject_name ON subject (name_key, id);

CREATE TABLE subject_private (
    subject_id {int} NOT NULL PRIMARY KEY REFERENCES subject (id),
    id_no TEXT,
    mobile TEXT,
    email TEXT,
    address TEXT,
    contact TEXT,
    updated_us {int} NOT NULL
) {strict};

CREATE TABLE subject_former_name (
    subject_id {int} NOT NULL REFERENCES subject (id),
    changed_us {int} NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    became TEXT NOT NULL, -- the name after it; '' one of before, entered late
    incident_id {int}, -- entry of the register that it follows; NULL by hand
    PRIMARY KEY (subject_id, changed_us, name_key)
) {clustered};
CREATE INDEX subject_former_name_key ON subject_former_name (name_key, subject_id);

CREATE TABLE account (
    id {int} NOT NULL PRIMARY KEY,
    email TEXT UNIQUE,
    mobile TEXT UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'CLOSED')),
    failed_count {int} NOT NULL,
    locked_until_us {int},
    totp_secret TEXT,
    totp_last_step {int} NOT NULL,
    recovery_hashes TEXT NOT NULL,
    language TEXT NOT NULL,
    created_us {int} NOT NULL,
    version {int} NOT NULL
) {strict};

CREATE TABLE account_subject (
    account_id {int} NOT NULL REFERENCES account (id),
    subject_id {int} NOT NULL REFERENCES subject (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
    since_us {int} NOT NULL,
    PRIMARY KEY (account_id, subject_id)
) {clustered};
CREATE INDEX account_subject_subject ON account_subject (subject_id, account_id);

-- programme_id 0: all programmes. region '': the whole country.
CREATE TABLE role_grant (
    account_id {int} NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    programme_id {int} NOT NULL,
    region TEXT NOT NULL,
    granted_us {int} NOT NULL,
    granted_by {int} NOT NULL,
    PRIMARY KEY (account_id, role, programme_id, region)
) {clustered};
CREATE INDEX role_grant_role ON role_grant (role, programme_id, account_id);

CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id {int} NOT NULL REFERENCES account (id),
    created_us {int} NOT NULL,
    seen_us {int} NOT NULL,
    expires_us {int} NOT NULL,
    csrf TEXT NOT NULL,
    factor {int} NOT NULL
) {clustered};
CREATE INDEX session_account ON session (account_id, created_us);

CREATE TABLE reset_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id {int} NOT NULL REFERENCES account (id),
    purpose TEXT NOT NULL,
    expires_us {int} NOT NULL,
    used_us {int}
) {clustered};

-- Tokens of programs that act through the API for an account's organisations.
CREATE TABLE api_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    id {int} NOT NULL UNIQUE,
    account_id {int} NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    created_us {int} NOT NULL,
    expires_us {int} NOT NULL
) {strict};
CREATE INDEX api_token_account ON api_token (account_id, id);
-- Answers to requests with an Idempotency-Key, kept for seven days.
CREATE TABLE api_reply (
    token_id {int} NOT NULL,
    idem_key TEXT NOT NULL,
    request TEXT NOT NULL,
    body TEXT NOT NULL,
    created_us {int} NOT NULL,
    PRIMARY KEY (token_id, idem_key)
) {clustered};

-- Counted windows: failed log-ins per address, guesses of check codes.
CREATE TABLE rate (
    bucket TEXT NOT NULL PRIMARY KEY,
    window_us {int} NOT NULL,
    hits {int} NOT NULL
) {clustered};

-- Interests that exclude a person from the files of a subject.
-- Whose files are closed to whom: declared, or recused from (R 6.4). Two people
-- lift one.
CREATE TABLE interest (
    account_id {int} NOT NULL REFERENCES account (id),
    subject_id {int} NOT NULL REFERENCES subject (id),
    reason TEXT NOT NULL,
    declared_us {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('VALID', 'LIFTING', 'LIFTED')),
    lift_reason TEXT NOT NULL,
    lift_by {int},
    lifted_by {int},
    lifted_us {int},
    PRIMARY KEY (account_id, subject_id)
) {clustered};

-- What ties an account to firms and people, and what a subject is known by.
-- Both are kept as digests; a tie that meets a trait closes the file, unless
-- somebody else cleared it.
CREATE TABLE account_tie (
    account_id {int} NOT NULL REFERENCES account (id),
    id {int} NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('UNIT', 'FORMER', 'FIRM', 'PHONE', 'ADDRESS', 'PERSON')),
    kind TEXT NOT NULL CHECK (kind IN ('NAME', 'PHONE', 'ADDRESS', 'PERSON')),
    trait TEXT NOT NULL,
    value TEXT NOT NULL,
    until_day {int} NOT NULL,
    entered_us {int} NOT NULL,
    entered_by {int} NOT NULL,
    PRIMARY KEY (account_id, id)
) {clustered};
CREATE INDEX account_tie_trait ON account_tie (trait, kind, account_id);
CREATE TABLE subject_trait (
    subject_id {int} NOT NULL REFERENCES subject (id),
    kind TEXT NOT NULL,
    trait TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (subject_id, kind, trait)
) {clustered};
CREATE INDEX subject_trait_trait ON subject_trait (trait, kind, subject_id);
CREATE TABLE tie_clearance (
    account_id {int} NOT NULL REFERENCES account (id),
    subject_id {int} NOT NULL REFERENCES subject (id),
    trait TEXT NOT NULL,
    note TEXT NOT NULL,
    by_id {int} NOT NULL,
    at_us {int} NOT NULL,
    PRIMARY KEY (account_id, subject_id, trait)
) {clustered};

-- Bodies that take part beside the authority: recommenders, first instances,
-- publishers. Their kinds are data of the pack.
CREATE TABLE body (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('VALID', 'ENDED')),
    entered_us {int} NOT NULL,
    entered_by {int} NOT NULL,
    version {int} NOT NULL
) {strict};
CREATE INDEX body_programme ON body (programme_id, kind, region, id);
CREATE TABLE body_seat (
    account_id {int} NOT NULL REFERENCES account (id),
    body_id {int} NOT NULL REFERENCES body (id),
    since_us {int} NOT NULL,
    PRIMARY KEY (account_id, body_id)
) {clustered};
CREATE INDEX body_seat_body ON body_seat (body_id, account_id);

-- --- applications ---

-- body_id: the body it is with, chosen by the applicant or found by region.
-- entered_us: when it entered its present state.
-- previous_id: the accreditation whose term a re-application follows.
CREATE TABLE application (
    subject_id {int} NOT NULL REFERENCES subject (id),
    id {int} NOT NULL,
    programme_id {int} NOT NULL REFERENCES programme (id),
    round_id {int},
    procedure_name TEXT NOT NULL,
    accreditation_id {int},
    number TEXT,
    check_code TEXT NOT NULL,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    pack_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    priority {int} NOT NULL,
    draft TEXT NOT NULL,
    draft_saved_us {int} NOT NULL,
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    submitted_us {int},
    versions {int} NOT NULL,
    reference_day {int},
    due_us {int},
    reviewer_id {int},
    decided_us {int},
    body_id {int},
    entered_us {int} NOT NULL,
    previous_id {int},
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX application_id ON application (id);
CREATE INDEX application_number ON application (number);
CREATE INDEX application_list ON application (programme_id, state, priority DESC, submitted_us, id);
CREATE INDEX application_due ON application (state, due_us);
CREATE INDEX application_body ON application (body_id, state, entered_us);
CREATE INDEX application_decided ON application (programme_id, decided_us);
CREATE UNIQUE INDEX application_one_open ON application (subject_id, programme_id, procedure_name)
    WHERE state NOT IN ('LAPSED', 'REFUSED', 'NOT_SELECTED', 'DISQUALIFIED', 'WITHDRAWN', 'GRANTED');

CREATE TABLE invitation (
    id {int} NOT NULL PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    programme_id {int} NOT NULL REFERENCES programme (id),
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    used_us {int},
    subject_id {int}
) {strict};
CREATE INDEX invitation_programme ON invitation (programme_id, id);

-- What was submitted, frozen; a supplement adds a version.
CREATE TABLE application_version (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    seq {int} NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    submitted_us {int} NOT NULL,
    submitted_by {int} NOT NULL,
    PRIMARY KEY (subject_id, application_id, seq)
) {clustered};

-- What a recommender or a first instance says of it; passed files leave in a
-- batch.
CREATE TABLE instance_opinion (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    body_id {int} NOT NULL REFERENCES body (id),
    decision TEXT NOT NULL CHECK (decision IN ('RETURN', 'REFUSE', 'PASS')),
    opinion TEXT NOT NULL,
    seal_id {int},
    at_us {int} NOT NULL,
    by_id {int} NOT NULL,
    batch_id {int},
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};
CREATE INDEX instance_opinion_batch ON instance_opinion (batch_id);
-- An applicant asks the authority to look at a refusal of a body again.
CREATE TABLE recheck (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'UPHELD', 'REVERSED')),
    reason TEXT NOT NULL,
    asked_us {int} NOT NULL,
    asked_by {int} NOT NULL,
    answer TEXT NOT NULL,
    decided_us {int},
    decided_by {int},
    PRIMARY KEY (subject_id, application_id)
) {clustered};
CREATE INDEX recheck_open ON recheck (state, asked_us, application_id);
CREATE TABLE instance_batch (
    id {int} NOT NULL PRIMARY KEY,
    body_id {int} NOT NULL REFERENCES body (id),
    programme_id {int} NOT NULL,
    number TEXT NOT NULL,
    files {int} NOT NULL,
    forwarded_us {int} NOT NULL,
    forwarded_by {int} NOT NULL
) {strict};
CREATE INDEX instance_batch_body ON instance_batch (body_id, forwarded_us);

-- One line for each category of an application ('' where the procedure has
-- none): what the panel proposes, what the leading group decides.
CREATE TABLE decision_line (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    category TEXT NOT NULL,
    proposal TEXT NOT NULL CHECK (proposal IN ('', 'RECOGNISE', 'INCUBATE', 'REJECT')),
    proposal_reason TEXT NOT NULL,
    proposed_us {int},
    proposed_by {int},
    decision TEXT NOT NULL CHECK (decision IN ('', 'RECOGNISE', 'INCUBATE', 'REJECT')),
    reason TEXT NOT NULL,
    document_no TEXT NOT NULL,
    decided_day {int},
    decided_us {int},
    decided_by {int},
    PRIMARY KEY (subject_id, application_id, category)
) {clustered};

-- Places of a quota: how many are taken, and by whom. A subject takes one.
CREATE TABLE quota_use (
    programme_id {int} NOT NULL,
    quota TEXT NOT NULL,
    used {int} NOT NULL CHECK (used >= 0),
    PRIMARY KEY (programme_id, quota)
) {clustered};
CREATE TABLE quota_place (
    programme_id {int} NOT NULL,
    quota TEXT NOT NULL,
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    taken_us {int} NOT NULL,
    override_id {int},
    PRIMARY KEY (programme_id, quota, subject_id)
) {clustered};
CREATE INDEX quota_place_application ON quota_place (application_id, quota);

-- A place beyond the quota: asked for by one, agreed to by another (R12).
CREATE TABLE quota_override (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL,
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    category TEXT NOT NULL,
    quotas TEXT NOT NULL,
    places TEXT NOT NULL,
    reason TEXT NOT NULL,
    document_no TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ASKED', 'AGREED', 'DECLINED')),
    asked_us {int} NOT NULL,
    asked_by {int} NOT NULL,
    settled_us {int},
    settled_by {int}
) {strict};
CREATE INDEX quota_override_programme ON quota_override (programme_id, id);

-- Development plans: one per programme and year. Figures of a unit are kept as
-- entered, each time anew; those taken over (accepted_us) are in force, those
-- sent back (returned_us) are to be entered again. Lines
-- are what the authority sets, versions what it issued, frozen.
CREATE TABLE plan (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    year {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('DRAFT_COUNTY', 'COMPILED_MUNICIPAL', 'ISSUED', 'AMENDED', 'CLOSED')),
    issues {int} NOT NULL,
    compiled_us {int},
    closed_us {int},
    version {int} NOT NULL,
    UNIQUE (programme_id, year)
) {strict};
CREATE TABLE plan_entry (
    programme_id {int} NOT NULL,
    year {int} NOT NULL,
    unit TEXT NOT NULL,
    seq {int} NOT NULL,
    answers TEXT NOT NULL,
    origin TEXT NOT NULL,
    entered_us {int} NOT NULL,
    entered_by {int} NOT NULL,
    accepted_us {int},
    accepted_by {int},
    returned_us {int},
    returned_by {int},
    return_reason TEXT NOT NULL,
    PRIMARY KEY (programme_id, year, unit, seq)
) {clustered};
CREATE TABLE plan_line (
    plan_id {int} NOT NULL REFERENCES plan (id),
    unit TEXT NOT NULL,
    headcount {int} NOT NULL CHECK (headcount >= 0),
    rural {int} CHECK (rural >= 0),
    remark TEXT NOT NULL,
    PRIMARY KEY (plan_id, unit)
) {clustered};
CREATE TABLE plan_issue (
    plan_id {int} NOT NULL REFERENCES plan (id),
    n {int} NOT NULL,
    document_no TEXT NOT NULL,
    reason TEXT NOT NULL,
    issued_us {int} NOT NULL,
    issued_by {int} NOT NULL,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (plan_id, n)
) {clustered};

-- What bodies publish together: the call for a round, the result of it.
CREATE TABLE publication (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    round_id {int} NOT NULL,
    procedure_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('CALL', 'RESULT')),
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'DROPPED')),
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    issuers TEXT NOT NULL,
    body TEXT NOT NULL,
    clause TEXT NOT NULL,
    pack_hash TEXT NOT NULL,
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    published_us {int},
    version {int} NOT NULL
) {strict};
CREATE INDEX publication_programme ON publication (programme_id, state, id);
CREATE TABLE publication_entry (
    publication_id {int} NOT NULL,
    position {int} NOT NULL,
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    category TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('RECOGNISE', 'INCUBATE', 'REJECT')),
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    beyond_quota {int} NOT NULL CHECK (beyond_quota IN (0, 1)),
    PRIMARY KEY (publication_id, position)
) {clustered};
CREATE TABLE publication_signature (
    publication_id {int} NOT NULL,
    position {int} NOT NULL,
    body_id {int} NOT NULL,
    account_id {int} NOT NULL,
    body_name TEXT NOT NULL,
    signed_us {int} NOT NULL,
    PRIMARY KEY (publication_id, position)
) {clustered};

-- Panels: those appointed, the files given to them, what each member did.
CREATE TABLE panel (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    round_id {int} NOT NULL,
    name TEXT NOT NULL,
    document_no TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    appointed_us {int} NOT NULL,
    appointed_by {int} NOT NULL,
    version {int} NOT NULL
) {strict};
CREATE INDEX panel_programme ON panel (programme_id, appointed_us);
CREATE TABLE panel_member (
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    seat TEXT NOT NULL CHECK (seat IN ('CHAIR', 'MEMBER', 'SUBSTITUTE')),
    unit TEXT NOT NULL,
    since_us {int} NOT NULL,
    left_us {int},
    left_reason TEXT NOT NULL,
    PRIMARY KEY (panel_id, account_id)
) {clustered};
CREATE INDEX panel_member_account ON panel_member (account_id, panel_id);
CREATE TABLE panel_file (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    panel_id {int} NOT NULL REFERENCES panel (id),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'DECIDED', 'LEFT')),
    added_us {int} NOT NULL,
    added_by {int} NOT NULL,
    decided_us {int},
    decided_by {int},
    result TEXT NOT NULL,
    PRIMARY KEY (subject_id, application_id, panel_id)
) {clustered};
CREATE INDEX panel_file_panel ON panel_file (panel_id, application_id);
CREATE UNIQUE INDEX panel_file_open ON panel_file (application_id) WHERE state = 'OPEN';
-- What a member declared of a file; stands_in: a substitute for this file.
CREATE TABLE panel_place (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    panel_id {int} NOT NULL,
    account_id {int} NOT NULL,
    declared TEXT NOT NULL CHECK (declared IN ('NOT_YET', 'CLEAR', 'RECUSED')),
    reason TEXT NOT NULL,
    declared_us {int},
    stands_in {int} NOT NULL,
    PRIMARY KEY (subject_id, application_id, panel_id, account_id)
) {clustered};
-- What a member opened: the form of a version, or an attachment.
CREATE TABLE panel_view (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    account_id {int} NOT NULL,
    what TEXT NOT NULL,
    at_us {int} NOT NULL,
    PRIMARY KEY (subject_id, application_id, account_id, what)
) {clustered};
CREATE TABLE panel_opinion (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    panel_id {int} NOT NULL,
    account_id {int} NOT NULL,
    content TEXT NOT NULL,
    vote TEXT NOT NULL CHECK (vote IN ('', 'PASS', 'REJECT')),
    seq {int} NOT NULL,
    saved_us {int} NOT NULL,
    submitted_us {int},
    PRIMARY KEY (subject_id, application_id, panel_id, account_id)
) {clustered};
CREATE TABLE panel_onsite (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    panel_id {int} NOT NULL,
    content TEXT NOT NULL,
    held_day {int} NOT NULL,
    ordered_us {int} NOT NULL,
    ordered_by {int} NOT NULL,
    derivation TEXT NOT NULL,
    record TEXT NOT NULL,
    recorded_us {int},
    recorded_by {int},
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};
CREATE TABLE falsification (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    finding TEXT NOT NULL,
    statement TEXT NOT NULL,
    conclusion TEXT NOT NULL,
    at_us {int} NOT NULL,
    by_id {int} NOT NULL,
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};

CREATE TABLE verdict (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    at_us {int} NOT NULL,
    by_id {int} NOT NULL,
    stage TEXT NOT NULL,
    rule TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('MET', 'NOT_MET', 'UNDECIDED')),
    reference_day {int} NOT NULL,
    pack_hash TEXT NOT NULL,
    inputs TEXT NOT NULL,
    result TEXT NOT NULL,
    fault TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};
CREATE INDEX verdict_fault ON verdict (at_us) WHERE fault <> '';

CREATE TABLE review (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    stage TEXT NOT NULL,
    step TEXT NOT NULL,
    account_id {int} NOT NULL,
    marks TEXT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_us {int} NOT NULL,
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};

CREATE TABLE supplement (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    items TEXT NOT NULL,
    requested_us {int} NOT NULL,
    requested_by {int} NOT NULL,
    due_us {int} NOT NULL,
    derivation TEXT NOT NULL,
    answered_us {int},
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'ANSWERED', 'LAPSED')),
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};

-- Bytes lie in the data folder under their SHA-256.
CREATE TABLE attachment (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id {int} NOT NULL,
    field TEXT NOT NULL,
    file_name TEXT NOT NULL,
    type TEXT NOT NULL,
    bytes {int} NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_us {int} NOT NULL,
    uploaded_by {int} NOT NULL,
    removed_us {int},
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX attachment_owner ON attachment (subject_id, owner_kind, owner_id);

-- --- public notice ---

CREATE TABLE notice (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    round_id {int},
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    first_day {int} NOT NULL,
    last_day {int} NOT NULL,
    end_us {int} NOT NULL,
    derivation TEXT NOT NULL,
    entries {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('PUBLISHED', 'CLOSED', 'CANCELLED')),
    published_us {int} NOT NULL,
    published_by {int} NOT NULL,
    version {int} NOT NULL
) {strict};
CREATE INDEX notice_list ON notice (published_us, id);
CREATE INDEX notice_programme ON notice (programme_id, state, end_us);

CREATE TABLE notice_entry (
    notice_id {int} NOT NULL REFERENCES notice (id),
    position {int} NOT NULL,
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    info TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'BLOCKED', 'GRANTED', 'PASSED', 'REFUSED', 'WITHDRAWN')),
    PRIMARY KEY (notice_id, position)
) {clustered};
CREATE INDEX notice_entry_application ON notice_entry (application_id);

CREATE TABLE objection (
    id {int} NOT NULL PRIMARY KEY,
    notice_id {int} NOT NULL,
    position {int} NOT NULL,
    subject_id {int} NOT NULL,
    number TEXT NOT NULL UNIQUE,
    check_code TEXT NOT NULL,
    objector TEXT NOT NULL,
    contact TEXT NOT NULL,
    facts TEXT NOT NULL,
    received_us {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'UPHELD', 'DISMISSED')),
    answer TEXT NOT NULL,
    decided_us {int},
    decided_by {int},
    version {int} NOT NULL
) {strict};
CREATE INDEX objection_notice ON objection (notice_id, position, state);
CREATE INDEX objection_state ON objection (state, received_us);

-- Files reported for recordation and what came of each. cells: the row of the
-- summary table as it was reported. not_before_day: day after its notice.
CREATE TABLE recordation (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('REPORTED', 'PROPOSED', 'CLOSED')),
    files {int} NOT NULL,
    reported_us {int} NOT NULL,
    reported_by {int} NOT NULL,
    recorded_day {int},
    recorded_no TEXT NOT NULL,
    proposed_by {int},
    recorded_us {int},
    recorded_by {int},
    version {int} NOT NULL
) {strict};
CREATE INDEX recordation_list ON recordation (programme_id, reported_us, id);
CREATE TABLE recordation_row (
    recordation_id {int} NOT NULL REFERENCES recordation (id),
    position {int} NOT NULL,
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    cells TEXT NOT NULL,
    not_before_day {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('REPORTED', 'RECORDED', 'RETURNED', 'WITHDRAWN')),
    reason TEXT NOT NULL,
    PRIMARY KEY (recordation_id, position)
) {clustered};
CREATE INDEX recordation_row_application ON recordation_row (application_id);

-- --- what is granted ---

-- watch_day: the later of admission and last reported activity.
-- category: of the pack, each held by itself; '' where it has none.
-- completed: 0 while a holder included directly has not completed its account.
CREATE TABLE accreditation (
    subject_id {int} NOT NULL REFERENCES subject (id),
    id {int} NOT NULL,
    programme_id {int} NOT NULL REFERENCES programme (id),
    application_id {int},
    number TEXT NOT NULL,
    verify_code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'WARNED', 'EXPIRED', 'WITHDRAWN', 'REVOKED',
        'SUSPENDED', 'RECTIFYING', 'DEREGISTERED')),
    route TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    info TEXT NOT NULL,
    admitted_day {int} NOT NULL,
    last_day {int} NOT NULL,
    ended_day {int},
    end_reason TEXT NOT NULL,
    last_activity_day {int},
    watch_day {int} NOT NULL,
    warned_us {int},
    completed {int} NOT NULL CHECK (completed IN (0, 1)),
    pack_hash TEXT NOT NULL,
    category TEXT NOT NULL,
    variant TEXT NOT NULL CHECK (variant IN ('', 'INCUBATING')),
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX accreditation_id ON accreditation (id);
CREATE INDEX accreditation_number ON accreditation (number);
-- The key by which the register is read, with all that a line of it shows.
CREATE INDEX accreditation_register ON accreditation (programme_id, state, admitted_day DESC, id DESC
    {covering}, last_day, watch_day, number, name, region, route, info, category, variant{/covering});
CREATE INDEX accreditation_region ON accreditation (programme_id, region, admitted_day DESC, id DESC);
CREATE INDEX accreditation_watch ON accreditation (programme_id, state, watch_day);
CREATE INDEX accreditation_term ON accreditation (state, last_day);

-- Where a holder works: a holder of another programme. One at a time.
CREATE TABLE affiliation (
    subject_id {int} NOT NULL REFERENCES subject (id),
    accreditation_id {int} NOT NULL,
    id {int} NOT NULL,
    host_subject_id {int} NOT NULL,
    host_id {int} NOT NULL,
    since_day {int} NOT NULL,
    until_day {int} CHECK (until_day >= since_day),
    application_id {int},
    PRIMARY KEY (subject_id, accreditation_id, id)
) {clustered};
CREATE UNIQUE INDEX affiliation_one ON affiliation (accreditation_id) WHERE until_day IS NULL;
CREATE INDEX affiliation_host ON affiliation (host_id, until_day, accreditation_id);

-- An exception where the text says 原则上: asked for, agreed to by another.
CREATE TABLE exception_request (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ASKED', 'AGREED', 'DECLINED')),
    asked_us {int} NOT NULL,
    asked_by {int} NOT NULL,
    answer TEXT NOT NULL,
    settled_us {int},
    settled_by {int},
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};
CREATE INDEX exception_request_open ON exception_request (state, asked_us, id);

-- A word that an application waits for: of a host (party_id) or, party_id 0,
-- of the authority of a region. on_paper: entered by who decides.
CREATE TABLE consent (
    subject_id {int} NOT NULL,
    application_id {int} NOT NULL,
    id {int} NOT NULL,
    programme_id {int} NOT NULL,
    name TEXT NOT NULL,
    party_id {int} NOT NULL,
    party_name TEXT NOT NULL,
    region TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ASKED', 'GIVEN', 'REFUSED', 'DROPPED')),
    reason TEXT NOT NULL,
    on_paper {int} NOT NULL CHECK (on_paper IN (0, 1)),
    asked_us {int} NOT NULL,
    answered_us {int},
    answered_by {int},
    PRIMARY KEY (subject_id, application_id, id)
) {clustered};
CREATE INDEX consent_id ON consent (id);
CREATE INDEX consent_party ON consent (party_id, state, programme_id);

CREATE TABLE term (
    subject_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    seq {int} NOT NULL,
    first_day {int} NOT NULL,
    last_day {int} NOT NULL,
    granted_us {int} NOT NULL,
    application_id {int},
    PRIMARY KEY (subject_id, accreditation_id, seq)
) {clustered};

-- One for each term of a title whose document is a plaque.
CREATE TABLE plaque (
    subject_id {int} NOT NULL REFERENCES subject (id),
    id {int} NOT NULL,
    programme_id {int} NOT NULL REFERENCES programme (id),
    accreditation_id {int} NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    categories TEXT NOT NULL, -- that it stands for; '' where there are none
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('MADE', 'HANDED', 'RECLAIM_DUE', 'RECLAIMED', 'VOID')),
    made_day {int} NOT NULL,
    due_day {int},
    handed_day {int},
    receiver TEXT NOT NULL,
    reclaimed_day {int},
    remark TEXT NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX plaque_id ON plaque (id);
CREATE INDEX plaque_list ON plaque (programme_id, state, id);

-- Derived: pairs of characters of names and numbers, for the register search.
CREATE TABLE register_gram (
    programme_id {int} NOT NULL,
    gram TEXT NOT NULL,
    accreditation_id {int} NOT NULL,
    subject_id {int} NOT NULL,
    PRIMARY KEY (programme_id, gram, accreditation_id)
) {clustered};

-- Derived: how many holders of a programme are in each state.
CREATE TABLE register_count (
    programme_id {int} NOT NULL,
    state TEXT NOT NULL,
    n {int} NOT NULL,
    PRIMARY KEY (programme_id, state)
) {clustered};

-- Certificates, letters, receipts: bytes in the data folder, never made again.
CREATE TABLE issued_document (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id {int} NOT NULL,
    document TEXT NOT NULL,
    number TEXT NOT NULL,
    fields TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    issued_us {int} NOT NULL,
    void_us {int},
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX issued_document_owner ON issued_document (subject_id, owner_kind, owner_id);

-- --- direct inclusion ---

CREATE TABLE entrustment (
    id {int} NOT NULL PRIMARY KEY,
    subject_id {int} NOT NULL REFERENCES subject (id),
    programme_id {int} NOT NULL,
    region TEXT NOT NULL,
    document_no TEXT NOT NULL,
    attachment_id {int},
    valid_from_day {int} NOT NULL,
    valid_to_day {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('VALID', 'ENDED')),
    entered_us {int} NOT NULL,
    entered_by {int} NOT NULL
) {strict};
CREATE INDEX entrustment_subject ON entrustment (subject_id, programme_id);

CREATE TABLE history_import (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL,
    file_name TEXT NOT NULL,
    type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    row_count {int} NOT NULL,
    entered {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'DONE', 'DISCARDED')),
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    done_us {int}
) {strict};
CREATE INDEX history_import_by ON history_import (created_by, id);

CREATE TABLE direct_list (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL,
    round_id {int},
    body_subject_id {int} NOT NULL REFERENCES subject (id),
    entrustment_id {int},
    region TEXT NOT NULL,
    import_name TEXT NOT NULL,
    number TEXT NOT NULL,
    head TEXT NOT NULL,
    source_attachment_id {int},
    pdf_attachment_id {int},
    word_attachment_id {int},
    row_count {int} NOT NULL,
    good_count {int} NOT NULL,
    apply_mode TEXT NOT NULL,
    mailed_day {int},
    job_id {int},
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'CONFIRMED', 'REFUSED', 'DISCARDED')),
    reason TEXT NOT NULL,
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    submitted_us {int},
    decided_us {int},
    decided_by {int},
    version {int} NOT NULL
) {strict};
CREATE INDEX direct_list_programme ON direct_list (programme_id, state, created_us);
CREATE INDEX direct_list_body ON direct_list (body_subject_id, created_us);

CREATE TABLE direct_row (
    list_id {int} NOT NULL REFERENCES direct_list (id),
    sheet_row {int} NOT NULL,
    serial TEXT NOT NULL,
    name TEXT NOT NULL,
    cells TEXT NOT NULL,
    problem TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('GOOD', 'BAD', 'INCLUDED', 'SKIPPED')),
    subject_id {int},
    accreditation_id {int},
    claim_code TEXT NOT NULL,
    claimed_us {int},
    PRIMARY KEY (list_id, sheet_row)
) {clustered};
CREATE INDEX direct_row_accreditation ON direct_row (accreditation_id);

-- --- service ---

CREATE TABLE activity (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    programme_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    title TEXT NOT NULL,
    organiser TEXT NOT NULL,
    organiser_phone TEXT NOT NULL,
    mode TEXT NOT NULL,
    region TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_us {int} NOT NULL,
    ends_us {int} NOT NULL,
    target TEXT NOT NULL,
    capacity {int} NOT NULL,
    field TEXT NOT NULL,
    content TEXT NOT NULL,
    experts TEXT NOT NULL,
    campaign TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('PUBLISHED', 'CANCELLED')),
    cancel_reason TEXT NOT NULL,
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX activity_id ON activity (id);
CREATE INDEX activity_public ON activity (state, starts_us, id);

CREATE TABLE enrolment (
    subject_id {int} NOT NULL,
    activity_id {int} NOT NULL,
    id {int} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('enterprise', 'expert')),
    who_subject_id {int},
    name TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    contact TEXT NOT NULL,
    mobile TEXT NOT NULL,
    persons {int} NOT NULL,
    check_code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ENROLLED', 'CANCELLED')),
    created_us {int} NOT NULL,
    PRIMARY KEY (subject_id, activity_id, id)
) {clustered};
CREATE INDEX enrolment_who ON enrolment (who_subject_id, created_us);

CREATE TABLE need (
    id {int} NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    check_code TEXT NOT NULL,
    enterprise TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    region TEXT NOT NULL,
    field TEXT NOT NULL,
    content TEXT NOT NULL,
    contact TEXT NOT NULL,
    mobile TEXT NOT NULL,
    source TEXT NOT NULL,
    station_subject_id {int},
    taken_by_subject_id {int},
    activity_id {int},
    matched TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'TAKEN', 'DONE', 'CLOSED')),
    answer TEXT NOT NULL,
    created_us {int} NOT NULL,
    changed_us {int} NOT NULL,
    version {int} NOT NULL
) {strict};
CREATE INDEX need_state ON need (state, created_us, id);
CREATE INDEX need_taken ON need (taken_by_subject_id, state, created_us);

CREATE TABLE diary (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    programme_id {int} NOT NULL,
    activity_id {int},
    day {int} NOT NULL,
    start_us {int} NOT NULL,
    end_us {int} NOT NULL,
    minutes {int} NOT NULL,
    mode TEXT NOT NULL,
    place TEXT NOT NULL,
    service_type TEXT NOT NULL,
    form TEXT NOT NULL,
    topic TEXT NOT NULL,
    people {int} NOT NULL,
    experts TEXT NOT NULL,
    campaign TEXT NOT NULL,
    content TEXT NOT NULL,
    results TEXT NOT NULL,
    enterprises {int} NOT NULL,
    list_hash TEXT NOT NULL,
    extra TEXT NOT NULL,
    fee_fen {int} NOT NULL CHECK (fee_fen = 0),
    late {int} NOT NULL CHECK (late IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('ACCEPTED', 'VOID')),
    void_reason TEXT NOT NULL,
    corrects_id {int},
    on_behalf {int} NOT NULL CHECK (on_behalf IN (0, 1)),
    flags TEXT NOT NULL,
    submitted_us {int} NOT NULL,
    submitted_by {int} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX diary_time ON diary (subject_id, start_us);
CREATE INDEX diary_programme ON diary (programme_id, submitted_us);
CREATE INDEX diary_month ON diary (programme_id, state, day, minutes, enterprises);

CREATE TABLE diary_enterprise (
    subject_id {int} NOT NULL,
    diary_id {int} NOT NULL,
    n {int} NOT NULL,
    name TEXT NOT NULL,
    enterprise_key TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    size TEXT NOT NULL,
    mobile TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('NONE', 'CONFIRMED', 'DENIED')),
    rating {int},
    remark TEXT NOT NULL,
    said_minutes {int},
    said_free {int},
    answered_us {int},
    PRIMARY KEY (subject_id, diary_id, n)
) {clustered};
CREATE INDEX diary_enterprise_token ON diary_enterprise (token_hash);

-- Derived: counters per holder and calendar year, kept in the transaction of
-- the diary entry.
CREATE TABLE year_count (
    subject_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    year {int} NOT NULL,
    minutes {int} NOT NULL,
    confirmed_minutes {int} NOT NULL,
    enterprises {int} NOT NULL,
    diaries {int} NOT NULL,
    rating_sum {int} NOT NULL,
    rating_count {int} NOT NULL,
    PRIMARY KEY (subject_id, accreditation_id, year)
) {clustered};
CREATE TABLE year_enterprise (
    subject_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    year {int} NOT NULL,
    enterprise_key TEXT NOT NULL,
    times {int} NOT NULL,
    PRIMARY KEY (subject_id, accreditation_id, year, enterprise_key)
) {clustered};

-- Registers that people write rows into; their kinds are data of the pack.
CREATE TABLE record (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    programme_id {int} NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state <> ''), -- OPEN, ANSWERED, CLOSED, or of the pack
    done {int} NOT NULL CHECK (done IN (0, 1)), -- nobody has to do anything more
    due_day {int},
    flags TEXT NOT NULL, -- what the guards of the pack found
    corrects {int}, -- the row of the same subject that this one is right for
    because {int}, -- the row, of whomever, that brought this one about
    case_id {int}, -- the proceeding that it opened
    region TEXT NOT NULL, -- of the holder, or of who wrote it; '' everywhere
    answer TEXT NOT NULL,
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    answered_us {int},
    answered_by {int},
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX record_kind ON record (programme_id, kind, state, created_us);
CREATE INDEX record_undone ON record (programme_id, created_us) WHERE done = 0;
CREATE INDEX record_because ON record (because) WHERE because IS NOT NULL;
CREATE INDEX record_due ON record (programme_id, due_day) WHERE done = 0 AND due_day IS NOT NULL;

-- What a holder lets the editors of a register publish about it.
CREATE TABLE public_consent (
    subject_id {int} NOT NULL REFERENCES subject (id),
    id {int} NOT NULL,
    programme_id {int} NOT NULL REFERENCES programme (id),
    kind TEXT NOT NULL,
    given_us {int} NOT NULL,
    given_by {int} NOT NULL,
    withdrawn_us {int},
    withdrawn_by {int},
    reason TEXT NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE UNIQUE INDEX public_consent_one ON public_consent (programme_id, kind, subject_id) WHERE withdrawn_us IS NULL;

-- Open work of a holder that ended or left its host, until nothing is left.
-- host_id: only what it did at that host; 0: all.
CREATE TABLE handover (
    subject_id {int} NOT NULL REFERENCES subject (id),
    accreditation_id {int} NOT NULL,
    id {int} NOT NULL,
    programme_id {int} NOT NULL REFERENCES programme (id),
    host_id {int} NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('end', 'move')),
    opened_us {int} NOT NULL,
    closed_us {int},
    PRIMARY KEY (subject_id, accreditation_id, id)
) {clustered};
CREATE INDEX handover_waiting ON handover (opened_us, id) WHERE closed_us IS NULL;
-- What was done with each piece; noun as enum work_noun.
CREATE TABLE handover_line (
    subject_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    id {int} NOT NULL,
    at_us {int} NOT NULL,
    noun {int} NOT NULL,
    title TEXT NOT NULL,
    to_subject_id {int},
    to_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    done_by TEXT NOT NULL,
    PRIMARY KEY (subject_id, accreditation_id, id)
) {clustered};

-- --- supervision ---

CREATE TABLE proceeding (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    programme_id {int} NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('WARNING', 'REVOCATION', 'REPORT')),
    ground TEXT NOT NULL,
    clause TEXT NOT NULL,
    year {int},
    since_day {int},
    facts TEXT NOT NULL,
    verdict TEXT NOT NULL,
    before_state TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('PROPOSED', 'NOTIFIED', 'STATED', 'DECIDED', 'CLOSED', 'REVERSED')),
    opened_us {int} NOT NULL,
    opened_by {int} NOT NULL,
    notified_us {int},
    due_us {int},
    derivation TEXT NOT NULL,
    statement TEXT NOT NULL,
    statement_us {int},
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_us {int},
    decided_by {int},
    reporter TEXT NOT NULL,
    reporter_contact TEXT NOT NULL,
    reporter_identity TEXT NOT NULL,
    reporter_check TEXT NOT NULL CHECK (reporter_check IN ('', 'GENUINE', 'FALSE')),
    handler_id {int},
    checked_us {int},
    checked_by {int},
    check_text TEXT NOT NULL,
    meeting_day {int},
    minutes_no TEXT NOT NULL,
    meeting TEXT NOT NULL CHECK (meeting IN ('', 'CONFIRMED', 'NOT_CONFIRMED')),
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX proceeding_id ON proceeding (id);
CREATE INDEX proceeding_list ON proceeding (programme_id, state, due_us);
CREATE INDEX proceeding_number ON proceeding (number);

-- Correction orders. due_open: the holidays of due_day's year are not known
-- yet, so the day may move. source: what ordered it; failed_ground: of the pack, what
-- is proposed when the re-check fails.
CREATE TABLE rectification (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    programme_id {int} NOT NULL,
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id {int} NOT NULL,
    items TEXT NOT NULL,
    clause TEXT NOT NULL,
    due_day {int} NOT NULL,
    due_open {int} NOT NULL CHECK (due_open IN (0, 1)),
    derivation TEXT NOT NULL,
    failed_ground TEXT NOT NULL,
    letter TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'PASSED', 'FAILED', 'WITHDRAWN')),
    ordered_us {int} NOT NULL,
    ordered_by {int} NOT NULL,
    report TEXT NOT NULL,
    reported_us {int},
    remark TEXT NOT NULL,
    checked_us {int},
    checked_by {int},
    proceeding_id {int},
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX rectification_id ON rectification (id);
CREATE INDEX rectification_list ON rectification (programme_id, state, due_day);

-- The register of dated facts about a subject, for all programmes. doc_key:
-- the document's number as it is compared; one entry for each.
CREATE TABLE incident (
    subject_id {int} NOT NULL REFERENCES subject (id),
    id {int} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('penalty', 'sanction', 'complaint', 'licence', 'name', 'merger', 'relocation', 'head')),
    decided_day {int} NOT NULL,
    effective_day {int} NOT NULL,
    authority TEXT NOT NULL,
    doc_no TEXT NOT NULL,
    doc_key TEXT NOT NULL,
    value TEXT NOT NULL,
    content TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('IN_FORCE', 'STAYED', 'REVOKED')),
    reason TEXT NOT NULL,
    entered_us {int} NOT NULL,
    entered_by {int} NOT NULL,
    changed_us {int} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX incident_id ON incident (id);
CREATE UNIQUE INDEX incident_document ON incident (subject_id, kind, doc_key);
-- What a trigger of a pack made of an entry, a complaint or a report of a
-- change.
CREATE TABLE incident_effect (
    subject_id {int} NOT NULL,
    incident_id {int} NOT NULL,
    id {int} NOT NULL,
    programme_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    application_id {int} NOT NULL,
    trigger_name TEXT NOT NULL,
    then_what TEXT NOT NULL CHECK (then_what IN ('open', 'flag', 'tell', 'keep')),
    proceeding_id {int},
    clause TEXT NOT NULL,
    why TEXT NOT NULL,
    made_us {int} NOT NULL,
    undone_us {int},
    record_id {int}, -- row of a register that it entered
    PRIMARY KEY (subject_id, incident_id, id)
) {clustered};
CREATE INDEX incident_effect_proceeding ON incident_effect (subject_id, proceeding_id);
CREATE TABLE ban (
    subject_id {int} NOT NULL REFERENCES subject (id),
    id {int} NOT NULL,
    programme_id {int} NOT NULL REFERENCES programme (id),
    proceeding_id {int} NOT NULL,
    first_day {int} NOT NULL,
    last_day {int} NOT NULL,
    years {int} NOT NULL,
    clause TEXT NOT NULL,
    lifted_us {int},
    lifted_reason TEXT NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
-- Complaints of member enterprises about a holder. member: 1 if the register
-- of members says so for the day of the complaint. matter: number of the
-- complaint it is counted as.
CREATE TABLE complaint (
    subject_id {int} NOT NULL REFERENCES subject (id),
    id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    programme_id {int} NOT NULL REFERENCES programme (id),
    region TEXT NOT NULL, -- whose officers deal with it
    account_id {int}, -- who handed it in, if signed in
    number TEXT NOT NULL UNIQUE,
    check_code TEXT NOT NULL,
    complainant TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    member_no TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    complained_day {int} NOT NULL,
    member {int} NOT NULL,
    facts TEXT NOT NULL,
    received_us {int} NOT NULL,
    due_us {int} NOT NULL, -- 0: not accepted yet
    derivation TEXT NOT NULL,
    intake_due_us {int}, -- NULL: the programme has no step of acceptance
    accepted_us {int},
    outcome_day {int}, -- on which the count ends, before it moves to a working day
    moves TEXT NOT NULL, -- JSON list of {from, to, us, reason}
    statement TEXT NOT NULL,
    statement_us {int},
    finding TEXT NOT NULL CHECK (finding IN ('', 'VERIFIED', 'NOT_VERIFIED', 'WITHDRAWN', 'MERGED', 'NOT_ACCEPTED')),
    matter TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_us {int},
    decided_by {int},
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX complaint_list ON complaint (programme_id, finding, received_us);
CREATE INDEX complaint_id ON complaint (id);
CREATE INDEX complaint_code ON complaint (credit_code);
CREATE INDEX complaint_account ON complaint (account_id);

-- Double-random draws. plan: the bytes that were committed, whose SHA-256 is
-- commitment; nothing of it changes. seed_*: NULL or '' until it is entered.
CREATE TABLE draw (
    id {int} NOT NULL PRIMARY KEY,
    programme_id {int} NOT NULL REFERENCES programme (id),
    number TEXT NOT NULL UNIQUE,
    inspection TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('REGULAR', 'SPOT')),
    region TEXT NOT NULL,
    year {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('COMMITTED', 'DRAWN', 'VOID')),
    pool {int} NOT NULL,
    places {int} NOT NULL,
    plan TEXT NOT NULL,
    commitment TEXT NOT NULL,
    committed_us {int} NOT NULL,
    committed_by {int} NOT NULL,
    seed_day {int} NOT NULL,
    seed TEXT NOT NULL,
    seed_used TEXT NOT NULL,
    seed_source TEXT NOT NULL,
    seed_taken_us {int},
    seeded_us {int},
    seeded_by {int},
    result TEXT NOT NULL,
    due_day {int},
    derivation TEXT NOT NULL,
    void_reason TEXT NOT NULL,
    voided_us {int},
    voided_by {int}
) {strict};
CREATE INDEX draw_programme ON draw (programme_id, year, id);
CREATE INDEX draw_state ON draw (state, id);

-- One object that was drawn. findings: list by item, written once.
CREATE TABLE inspection (
    subject_id {int} NOT NULL,
    id {int} NOT NULL,
    draw_id {int} NOT NULL REFERENCES draw (id),
    position {int} NOT NULL,
    programme_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    region TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ASSIGNED', 'RECORDED', 'PUBLISHED', 'DROPPED')),
    due_day {int},
    visited_day {int},
    place TEXT NOT NULL,
    remark TEXT NOT NULL,
    findings TEXT NOT NULL,
    defects {int} NOT NULL,
    recorded_us {int},
    recorded_by {int},
    published_us {int},
    published_by {int},
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, id)
) {clustered};
CREATE INDEX inspection_id ON inspection (id);
CREATE INDEX inspection_draw ON inspection (draw_id, position);
CREATE INDEX inspection_state ON inspection (programme_id, state, due_day);
-- Who was drawn for it, and who took whose place.
CREATE TABLE inspection_inspector (
    inspection_id {int} NOT NULL,
    account_id {int} NOT NULL REFERENCES account (id),
    position {int} NOT NULL,
    replaced {int} NOT NULL CHECK (replaced IN (0, 1)),
    reason TEXT NOT NULL,
    PRIMARY KEY (inspection_id, account_id)
) {clustered};
CREATE INDEX inspection_inspector_account ON inspection_inspector (account_id, inspection_id);

CREATE TABLE assessment (
    subject_id {int} NOT NULL,
    accreditation_id {int} NOT NULL,
    year {int} NOT NULL,
    programme_id {int} NOT NULL,
    minutes {int} NOT NULL,
    enterprises {int} NOT NULL,
    events {int} NOT NULL,
    rating_sum {int} NOT NULL,
    rating_count {int} NOT NULL,
    effect {int},
    grade TEXT NOT NULL,
    standard TEXT NOT NULL CHECK (standard IN ('MET', 'NOT_MET', 'UNDECIDED')),
    full_year {int} NOT NULL CHECK (full_year IN (0, 1)),
    propose {int} NOT NULL CHECK (propose IN (0, 1)),
    verdict TEXT NOT NULL,
    commended_no TEXT NOT NULL,
    made_us {int} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (subject_id, accreditation_id, year)
) {clustered};
CREATE INDEX assessment_commended ON assessment (programme_id, subject_id) WHERE commended_no <> '';
CREATE INDEX assessment_year ON assessment (programme_id, year, subject_id, accreditation_id);
CREATE INDEX assessment_standard ON assessment (programme_id, year, standard, propose, subject_id, accreditation_id);
CREATE INDEX assessment_grade ON assessment (programme_id, year, grade, subject_id, accreditation_id);

-- --- what happened, and what is sent ---

CREATE TABLE audit (
    id {int} NOT NULL PRIMARY KEY,
    at_us {int} NOT NULL,
    actor_id {int} NOT NULL,
    actor TEXT NOT NULL,
    programme_id {int},
    subject_id {int},
    object_kind TEXT NOT NULL,
    object_id {int} NOT NULL,
    event TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL,
    clause TEXT NOT NULL,
    document TEXT NOT NULL
) {strict};
CREATE INDEX audit_object ON audit (object_kind, object_id, id);
CREATE INDEX audit_subject ON audit (subject_id, id);

CREATE TABLE outbox (
    id {int} NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL CHECK (channel IN ('MAIL', 'SMS', 'INBOX')),
    account_id {int},
    subject_id {int},
    address TEXT NOT NULL,
    template TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'SENT', 'FAILED')),
    attempts {int} NOT NULL,
    next_us {int} NOT NULL,
    created_us {int} NOT NULL,
    sent_us {int},
    read_us {int},
    error TEXT NOT NULL,
    once_key TEXT UNIQUE
) {strict};
CREATE INDEX outbox_due ON outbox (state, channel, next_us, id);
CREATE INDEX outbox_link ON outbox (link, id) WHERE channel = 'INBOX' AND link <> '';
CREATE INDEX outbox_subject ON outbox (subject_id, id);
CREATE INDEX outbox_account ON outbox (account_id, id);

CREATE TABLE job (
    id {int} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    programme_id {int} NOT NULL,
    params TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    done {int} NOT NULL,
    total {int} NOT NULL,
    cursor_text TEXT NOT NULL,
    result TEXT NOT NULL,
    created_us {int} NOT NULL,
    created_by {int} NOT NULL,
    started_us {int},
    finished_us {int},
    version {int} NOT NULL
) {strict};
CREATE INDEX job_state ON job (state, created_us);

-- 好差评 of finished matters and of pages.
CREATE TABLE feedback (
    id {int} NOT NULL PRIMARY KEY,
    application_id {int},
    page TEXT NOT NULL,
    grade {int} NOT NULL,
    remark TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_us {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX feedback_application ON feedback (application_id) WHERE application_id IS NOT NULL;
