BEGIN TRANSACTION;
CREATE TABLE acts (
	sequence INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	"by" TEXT NOT NULL, 
	verb VARCHAR NOT NULL, 
	target TEXT NOT NULL, 
	value TEXT, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_acts PRIMARY KEY (sequence), 
	CONSTRAINT uq_acts_id UNIQUE (id)
);
INSERT INTO "acts" VALUES(1,'a-3df9334895c7','2026-11-06 18:00:18.000000','officer','answer','q-2b8e0472e1','yes','told so');
INSERT INTO "acts" VALUES(2,'a-0f170092f429','2026-11-06 18:00:21.000000','officer','received','LGSCO 26 104 377/1',NULL,'told so');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE cases (
	id VARCHAR NOT NULL, 
	ombudsman VARCHAR NOT NULL, 
	reference VARCHAR NOT NULL, 
	reference_digits VARCHAR NOT NULL, 
	opened_at DATETIME NOT NULL, 
	status VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	our_references JSON NOT NULL, 
	complainant TEXT, 
	postcode TEXT, 
	service VARCHAR, 
	service_certain BOOLEAN NOT NULL, 
	complaint TEXT, 
	link VARCHAR NOT NULL, 
	seen_only_forwarded BOOLEAN NOT NULL, 
	last_letter_on DATE, 
	closed_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_cases PRIMARY KEY (id)
);
INSERT INTO "cases" VALUES('LGSCO 26 104 377','lgsco','26 104 377','26104377','2026-11-02 09:30:00.000000','open','final_chaser','[]','Ms Zofia Quill',NULL,'housing_repairs',1,NULL,'none',0,'2026-11-02',NULL,3);
CREATE TABLE complaint_surnames (
	reference_key VARCHAR NOT NULL, 
	surname_key VARCHAR NOT NULL, 
	CONSTRAINT pk_complaint_surnames PRIMARY KEY (reference_key, surname_key), 
	CONSTRAINT fk_complaint_surnames_reference_key_complaints FOREIGN KEY(reference_key) REFERENCES complaints (reference_key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "complaint_surnames" VALUES('crm104377','farrow');
CREATE TABLE complaints (
	reference_key VARCHAR NOT NULL, 
	reference TEXT NOT NULL, 
	name TEXT, 
	postcode TEXT, 
	postcode_key VARCHAR, 
	address TEXT, 
	service VARCHAR, 
	stage1_answered_on DATE, 
	stage2_answered_on DATE, 
	CONSTRAINT pk_complaints PRIMARY KEY (reference_key)
);
INSERT INTO "complaints" VALUES('crm104377','CRM-104377','Ms Delia Farrow','AN4 7QT','AN47QT','12 Quarry Lane','housing_repairs',NULL,NULL);
CREATE TABLE events (
	sequence INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	letter_on DATE, 
	received_at DATETIME NOT NULL, 
	message VARCHAR NOT NULL, 
	forwarded BOOLEAN NOT NULL, 
	acted BOOLEAN NOT NULL, 
	title TEXT NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (sequence), 
	CONSTRAINT fk_events_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_events_id UNIQUE (id)
);
INSERT INTO "events" VALUES(1,'a99faf118fdfafc66b275571ab825195499c5765eadfe1e1dfb82afa1c32ef4f','LGSCO 26 104 377','new_notification','2026-11-02','2026-11-02 09:30:00.000000','m-b4a818619038c3a7',0,1,'New notification of 2 November 2026');
INSERT INTO "events" VALUES(2,'731f19900eaafa0bf3088d01c8086e7254c7edc260386c3ad9f4e6d4a70692a7','LGSCO 26 104 377','information_request','2026-11-02','2026-11-02 09:30:00.000000','m-3fa8f7f5267ac301',0,1,'Information request of 2 November 2026');
INSERT INTO "events" VALUES(3,'bba81e950a802ce6c70eec1264c33d24acac5c88d24f017eb4c30f130542f334','LGSCO 26 104 377','final_chaser','2026-11-02','2026-11-02 09:30:00.000000','m-3303ebcb7d155c24',0,1,'Final chaser of 2 November 2026');
CREATE TABLE extracted_texts (
	digest VARCHAR NOT NULL, 
	texts JSON NOT NULL, 
	CONSTRAINT pk_extracted_texts PRIMARY KEY (digest)
);
INSERT INTO "extracted_texts" VALUES('3395a2f2c7132d53422af4141fa10acbbf8d2ac3491ebabb8b6c6abae297a0da','[]');
INSERT INTO "extracted_texts" VALUES('e15ee3d2e2baca28e8b1aab886294226376bbef4b0b5a82d966ddd04d1b006ce','[]');
INSERT INTO "extracted_texts" VALUES('6d6ac67deca7726da0c9b5450d3c0cd551cdcb7207437b52b67a5c10bbf4fce8','[]');
CREATE TABLE invitations (
	id VARCHAR NOT NULL, 
	case_id VARCHAR NOT NULL, 
	attendee TEXT NOT NULL, 
	due_on DATE NOT NULL, 
	entry_on DATE NOT NULL, 
	tasks JSON NOT NULL, 
	sequence_number INTEGER NOT NULL, 
	cancelled BOOLEAN NOT NULL, 
	CONSTRAINT pk_invitations PRIMARY KEY (id), 
	CONSTRAINT fk_invitations_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "invitations" VALUES('c6d1435d2d94587c3f1bc479e748a6f9','LGSCO 26 104 377','owner@anytown.gov.uk','2026-11-27','2026-11-24','["LGSCO 26 104 377/1"]',0,0);
CREATE TABLE mailbox_cursors (
	mailbox TEXT NOT NULL, 
	cursor TEXT NOT NULL, 
	CONSTRAINT pk_mailbox_cursors PRIMARY KEY (mailbox)
);
INSERT INTO "mailbox_cursors" VALUES('ombudsman@anytown.gov.uk','1:3');
INSERT INTO "mailbox_cursors" VALUES('sheet:actions','2026-11-09T09:00:00+00:00');
CREATE TABLE message_cases (
	message VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	case_id VARCHAR NOT NULL, 
	CONSTRAINT pk_message_cases PRIMARY KEY (message, position), 
	CONSTRAINT fk_message_cases_message_messages FOREIGN KEY(message) REFERENCES messages (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "message_cases" VALUES('m-b4a818619038c3a7',0,'LGSCO 26 104 377');
INSERT INTO "message_cases" VALUES('m-3fa8f7f5267ac301',0,'LGSCO 26 104 377');
INSERT INTO "message_cases" VALUES('m-3303ebcb7d155c24',0,'LGSCO 26 104 377');
CREATE TABLE messages (
	id VARCHAR NOT NULL, 
	mailbox TEXT NOT NULL, 
	handle TEXT NOT NULL, 
	folder TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	octets_digest VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	message_id TEXT, 
	content_digest VARCHAR, 
	strikes INTEGER NOT NULL, 
	fault TEXT, 
	kind VARCHAR, 
	disposition VARCHAR, 
	file_name TEXT, 
	sender TEXT, 
	subject TEXT, 
	attempted_at DATETIME, 
	CONSTRAINT pk_messages PRIMARY KEY (id)
);
INSERT INTO "messages" VALUES('m-b4a818619038c3a7','ombudsman@anytown.gov.uk','m1','INBOX','2026-11-02 09:30:00.000000','3395a2f2c7132d53422af4141fa10acbbf8d2ac3491ebabb8b6c6abae297a0da','decided','story-1@lgo.org.uk','43c6ca49c40f784b7cf3046c175628720dcc0928035587390a46121278114e18',0,NULL,'new_notification','act','m1','jo.bell@lgo.org.uk','New complaint 26 104 377','2026-11-02 09:30:00.000000');
INSERT INTO "messages" VALUES('m-3fa8f7f5267ac301','ombudsman@anytown.gov.uk','m2','INBOX','2026-11-02 09:30:00.000000','e15ee3d2e2baca28e8b1aab886294226376bbef4b0b5a82d966ddd04d1b006ce','decided','story-2@lgo.org.uk','403d49f326658bc027431e0b7a070568b910fbd83ad47621e67ccf272c19f4f7',0,NULL,'information_request','act','m2','jo.bell@lgo.org.uk','Enquiries: 26 104 377','2026-11-02 09:30:00.000000');
INSERT INTO "messages" VALUES('m-3303ebcb7d155c24','ombudsman@anytown.gov.uk','m3','INBOX','2026-11-02 09:30:00.000000','6d6ac67deca7726da0c9b5450d3c0cd551cdcb7207437b52b67a5c10bbf4fce8','decided','story-3@lgo.org.uk','511096b2842539f3b4aae879f3e0c33b9d004b0e2e807d1b8ee6d8e65305e9ec',0,NULL,'final_chaser','act','m3','jo.bell@lgo.org.uk','Final reminder before a witness summons: 26 104 377','2026-11-06 18:00:00.000000');
CREATE TABLE occurrences (
	job VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	due_on DATE NOT NULL, 
	happened_at DATETIME NOT NULL, 
	CONSTRAINT pk_occurrences PRIMARY KEY (job, scope, due_on)
);
INSERT INTO "occurrences" VALUES('weekly_list','all','2026-11-02','2026-11-02 09:30:00.000000');
INSERT INTO "occurrences" VALUES('ladder','q-2b8e0472e1/1','2026-11-02','2026-11-03 08:00:00.000000');
INSERT INTO "occurrences" VALUES('desk_mail','link_officer','2026-11-03','2026-11-03 08:30:00.000000');
INSERT INTO "occurrences" VALUES('ladder','q-efa935f108/1','2026-11-03','2026-11-03 12:00:00.000000');
INSERT INTO "occurrences" VALUES('desk_mail','link_officer','2026-11-04','2026-11-04 08:30:00.000000');
INSERT INTO "occurrences" VALUES('ladder','q-efa935f108/2','2026-11-04','2026-11-04 12:00:00.000000');
INSERT INTO "occurrences" VALUES('ladder','q-2b8e0472e1/2','2026-11-04','2026-11-04 12:00:00.000000');
INSERT INTO "occurrences" VALUES('desk_mail','link_officer','2026-11-05','2026-11-05 08:30:00.000000');
INSERT INTO "occurrences" VALUES('reminder','owner@anytown.gov.uk','2026-11-05','2026-11-05 09:00:00.000000');
INSERT INTO "occurrences" VALUES('desk_mail','link_officer','2026-11-06','2026-11-06 08:30:00.000000');
INSERT INTO "occurrences" VALUES('weekly_list','all','2026-11-09','2026-11-09 08:00:00.000000');
INSERT INTO "occurrences" VALUES('desk_mail','link_officer','2026-11-09','2026-11-09 08:30:00.000000');
INSERT INTO "occurrences" VALUES('reminder','owner@anytown.gov.uk','2026-11-09','2026-11-09 09:00:00.000000');
CREATE TABLE outbox (
	sequence INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	effect_name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	template VARCHAR, 
	case_id VARCHAR, 
	task_id VARCHAR, 
	effect JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	next_at DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	lease_until DATETIME, 
	claim VARCHAR, 
	receipt TEXT, 
	last_error TEXT, 
	why_held TEXT, 
	approved_by TEXT, 
	done_at DATETIME, 
	CONSTRAINT pk_outbox PRIMARY KEY (sequence), 
	CONSTRAINT uq_outbox_key UNIQUE ("key")
);
INSERT INTO "outbox" VALUES(1,'0ccd0eb13b6f2f6ca804229e704268a812a49e6096e547e047098cd6dc291c83','ask_person','link_officer','question','LGSCO 26 104 377',NULL,'{"effect": "ask_person", "question": "q-efa935f108", "to": ["officer@anytown.gov.uk"], "urgent": false, "case": "LGSCO 26 104 377", "task": null, "role": "link_officer", "template": "question", "facts": []}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'waits for the desk mail',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(2,'335cad0c3a556ddbd94853b6c0943a7f886e187c537e179e0ba33505703f69ea','register_in_case_system','case_system',NULL,'LGSCO 26 104 377',NULL,'{"effect": "register_in_case_system", "case": "LGSCO 26 104 377", "event": "a99faf118fdfafc66b275571ab825195499c5765eadfe1e1dfb82afa1c32ef4f", "title": "New notification of 2 November 2026", "complaint": null, "role": "case_system"}','held','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',0,NULL,NULL,NULL,NULL,'the original complaint is not certain',NULL,NULL);
INSERT INTO "outbox" VALUES(3,'f01ce19c629e7a10e70fa89d60a09bab950c61ab06b19ccbb5e90ea6826bf72b','draft_reply','ombudsman','acknowledgement','LGSCO 26 104 377',NULL,'{"effect": "draft_reply", "template": "acknowledgement", "to": ["jo.bell@lgo.org.uk"], "answers": "m-b4a818619038c3a7", "case": "LGSCO 26 104 377", "role": "ombudsman", "task": null, "facts": [["letter", "New notification"], ["letter_on", "2 November 2026"], ["received_on", "2 November 2026"], ["forwarded", ""], ["reply_by", ""], ["findings", ""]]}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'recorded:drafts:f01ce19c629e7a10e70fa89d60a09bab@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(4,'b973f48fd38d6020d8309632804f5d275276597266480b8e6f5953884a920f32','update_sheet','sheet',NULL,'LGSCO 26 104 377',NULL,'{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "case:LGSCO 26 104 377", "revision": 1, "role": "sheet", "task": null}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'case:LGSCO 26 104 377',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(5,'bb471629427c463853be8463f6e181091f6e5573bbcbfb8ce917d1121c6da17e','update_sheet','sheet',NULL,'LGSCO 26 104 377',NULL,'{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "action:a99faf118fdfafc6", "revision": 1, "role": "sheet", "task": null}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'action:a99faf118fdfafc6',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(6,'df6d7d371283bc5519ce2dccd581b7566142e59c2b2ee7816a6bc37cb95ec2cb','send_report','report_compiler','weekly_list',NULL,NULL,'{"effect": "send_report", "template": "weekly_list", "role": "report_compiler", "to": ["officer@anytown.gov.uk"], "due_on": "2026-11-02", "cc": [], "case": null, "service": null, "facts": [["rows", ""]]}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'recorded:outgoing:df6d7d371283bc5519ce2dccd581b756@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(7,'b8b5e68ce4937d27945cda86892f1a6e7c7b88ef5ad9c8aa3569534b5e591c42','register_in_case_system','case_system',NULL,'LGSCO 26 104 377',NULL,'{"effect": "register_in_case_system", "case": "LGSCO 26 104 377", "event": "731f19900eaafa0bf3088d01c8086e7254c7edc260386c3ad9f4e6d4a70692a7", "title": "Information request of 2 November 2026", "complaint": null, "role": "case_system"}','held','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',0,NULL,NULL,NULL,NULL,'the original complaint is not certain',NULL,NULL);
INSERT INTO "outbox" VALUES(8,'fee55049278d936a3c9acd8e65cbc5dd30ba30f9f328c88ec75585211c42af6b','send_email','owner','task','LGSCO 26 104 377','LGSCO 26 104 377/1','{"effect": "send_email", "template": "task", "role": "owner", "to": ["owner@anytown.gov.uk"], "cc": [], "case": "LGSCO 26 104 377", "task": "LGSCO 26 104 377/1", "tasks": ["LGSCO 26 104 377/1"], "question": null, "due_on": "2026-11-27", "facts": [], "attach": ["m-3fa8f7f5267ac301"]}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'recorded:outgoing:fee55049278d936a3c9acd8e65cbc5dd@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(9,'75027edeb44693d9c26dae5b25238b65a75738bedbeeb099edfcad931a6c9ab2','draft_reply','ombudsman','acknowledgement','LGSCO 26 104 377',NULL,'{"effect": "draft_reply", "template": "acknowledgement", "to": ["jo.bell@lgo.org.uk"], "answers": "m-3fa8f7f5267ac301", "case": "LGSCO 26 104 377", "role": "ombudsman", "task": null, "facts": [["letter", "Information request"], ["letter_on", "2 November 2026"], ["received_on", "2 November 2026"], ["forwarded", ""], ["reply_by", "27 November 2026"], ["findings", ""]]}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'recorded:drafts:75027edeb44693d9c26dae5b25238b65@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(10,'4438997b7961671e9a64143e018c3f4d9ec3fd642728bf2120684c81fc707db4','send_invite','owner','invitation','LGSCO 26 104 377','LGSCO 26 104 377/1','{"effect": "send_invite", "template": "invitation", "role": "owner", "uid": "c6d1435d2d94587c3f1bc479e748a6f9", "sequence": 0, "to": ["owner@anytown.gov.uk"], "entry_on": "2026-11-24", "due_on": "2026-11-27", "case": "LGSCO 26 104 377", "task": "LGSCO 26 104 377/1", "tasks": ["LGSCO 26 104 377/1"], "facts": []}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'recorded:outgoing:4438997b7961671e9a64143e018c3f4d@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(11,'9c74a789032fcee2f4de2138d2d56bd00a2690515a9ebd34269976c46dd6f9b3','update_sheet','sheet',NULL,'LGSCO 26 104 377',NULL,'{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "case:LGSCO 26 104 377", "revision": 2, "role": "sheet", "task": null}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'case:LGSCO 26 104 377',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(12,'80c2fca7978e0cc8021e7648ba0dcd80415e03a209399dbc1a40de8c23771d6f','update_sheet','sheet',NULL,'LGSCO 26 104 377','LGSCO 26 104 377/1','{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "task:LGSCO 26 104 377/1", "revision": 1, "role": "sheet", "task": "LGSCO 26 104 377/1"}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'task:LGSCO 26 104 377/1',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(13,'3d95d60fefbabd12ab33e0c92c45d27add2a8078daba13aee87740db8e4709fa','update_sheet','sheet',NULL,'LGSCO 26 104 377',NULL,'{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "action:731f19900eaafa0b", "revision": 1, "role": "sheet", "task": null}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'action:731f19900eaafa0b',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(14,'fe0186c4f30731a2fd3f4eab51c66498d00fd598c255d064870499d9f65d0ced','ask_person','link_officer','question',NULL,NULL,'{"effect": "ask_person", "question": "q-2b8e0472e1", "to": ["officer@anytown.gov.uk"], "urgent": true, "case": null, "task": null, "role": "link_officer", "template": "question", "facts": []}','done','2026-11-02 09:30:00.000000','2026-11-02 09:30:00.000000',1,NULL,NULL,'recorded:outgoing:fe0186c4f30731a2fd3f4eab51c66498@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-02 09:30:00.000000');
INSERT INTO "outbox" VALUES(15,'90775b9e73e5d382b54e368775b9f2ec3a85849e64a40f9a572ef9d9f0c7bff9','send_email','deputy','question',NULL,NULL,'{"effect": "send_email", "template": "question", "role": "deputy", "to": ["deputy@anytown.gov.uk"], "cc": [], "case": null, "task": null, "tasks": [], "question": "q-2b8e0472e1", "due_on": null, "facts": [], "attach": []}','done','2026-11-03 08:00:00.000000','2026-11-03 08:00:00.000000',1,NULL,NULL,'recorded:outgoing:90775b9e73e5d382b54e368775b9f2ec@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-03 08:00:00.000000');
INSERT INTO "outbox" VALUES(16,'c736dd35fa635015892aab3f40912c13d03145954e2a84bbd2e1de5375284a25','send_email','link_officer','desk_mail',NULL,NULL,'{"effect": "send_email", "template": "desk_mail", "role": "link_officer", "to": ["officer@anytown.gov.uk"], "cc": [], "case": null, "task": null, "tasks": [], "question": null, "due_on": null, "facts": [["questions", "q-efa935f108\nq-2b8e0472e1"]], "attach": []}','done','2026-11-03 08:30:00.000000','2026-11-03 08:30:00.000000',1,NULL,NULL,'recorded:outgoing:c736dd35fa635015892aab3f40912c13@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-03 08:30:00.000000');
INSERT INTO "outbox" VALUES(17,'08b45c8dcc25ca4e117f3dfbcb155bcc31f58ac24716befa38fbe6135a5ec160','send_email','deputy','question','LGSCO 26 104 377',NULL,'{"effect": "send_email", "template": "question", "role": "deputy", "to": ["deputy@anytown.gov.uk"], "cc": [], "case": "LGSCO 26 104 377", "task": null, "tasks": [], "question": "q-efa935f108", "due_on": null, "facts": [], "attach": []}','done','2026-11-03 12:00:00.000000','2026-11-03 12:00:00.000000',1,NULL,NULL,'recorded:outgoing:08b45c8dcc25ca4e117f3dfbcb155bcc@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-03 12:00:00.000000');
INSERT INTO "outbox" VALUES(18,'60af67a4b8346ab9e8dd624f53ed4d8a4ea226556cc8f69aef6ca42d51cbb981','send_email','link_officer','desk_mail',NULL,NULL,'{"effect": "send_email", "template": "desk_mail", "role": "link_officer", "to": ["officer@anytown.gov.uk"], "cc": [], "case": null, "task": null, "tasks": [], "question": null, "due_on": null, "facts": [["questions", "q-efa935f108\nq-2b8e0472e1"]], "attach": []}','done','2026-11-04 08:30:00.000000','2026-11-04 08:30:00.000000',1,NULL,NULL,'recorded:outgoing:60af67a4b8346ab9e8dd624f53ed4d8a@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-04 08:30:00.000000');
INSERT INTO "outbox" VALUES(19,'7788bde6ac2c592672b10e093980bcdcc61927ea121918ad7d23cdfc3bfb3df9','send_email','head_of_resident_contact','question','LGSCO 26 104 377',NULL,'{"effect": "send_email", "template": "question", "role": "head_of_resident_contact", "to": ["contact@anytown.gov.uk"], "cc": [], "case": "LGSCO 26 104 377", "task": null, "tasks": [], "question": "q-efa935f108", "due_on": null, "facts": [], "attach": []}','done','2026-11-04 12:00:00.000000','2026-11-04 12:00:00.000000',1,NULL,NULL,'recorded:outgoing:7788bde6ac2c592672b10e093980bcdc@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-04 12:00:00.000000');
INSERT INTO "outbox" VALUES(20,'a24174111de73c71b34547f993608415782d9bf1373d07e507fbbe7ef6969e9f','send_email','head_of_resident_contact','question',NULL,NULL,'{"effect": "send_email", "template": "question", "role": "head_of_resident_contact", "to": ["contact@anytown.gov.uk"], "cc": [], "case": null, "task": null, "tasks": [], "question": "q-2b8e0472e1", "due_on": null, "facts": [], "attach": []}','done','2026-11-04 12:00:00.000000','2026-11-04 12:00:00.000000',1,NULL,NULL,'recorded:outgoing:a24174111de73c71b34547f993608415@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-04 12:00:00.000000');
INSERT INTO "outbox" VALUES(21,'044dd882ffe3bb16c43f232ec7231cd367dc876c37135d2ebcc21c554ef1405a','send_email','link_officer','desk_mail',NULL,NULL,'{"effect": "send_email", "template": "desk_mail", "role": "link_officer", "to": ["officer@anytown.gov.uk"], "cc": [], "case": null, "task": null, "tasks": [], "question": null, "due_on": null, "facts": [["questions", "q-efa935f108\nq-2b8e0472e1"]], "attach": []}','done','2026-11-05 08:30:00.000000','2026-11-05 08:30:00.000000',1,NULL,NULL,'recorded:outgoing:044dd882ffe3bb16c43f232ec7231cd3@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-05 08:30:00.000000');
INSERT INTO "outbox" VALUES(22,'a2b45b0cde74ec627a89f915ac8d872c5e834e67097a22cc5c75d78b9c7bb0eb','send_email','owner','reminder','LGSCO 26 104 377','LGSCO 26 104 377/1','{"effect": "send_email", "template": "reminder", "role": "owner", "to": ["owner@anytown.gov.uk"], "cc": [], "case": "LGSCO 26 104 377", "task": "LGSCO 26 104 377/1", "tasks": ["LGSCO 26 104 377/1"], "question": null, "due_on": "2026-11-27", "facts": [["items", "LGSCO 26 104 377/1: Information request of 2 November 2026, due 27 November 2026"]], "attach": []}','done','2026-11-05 09:00:00.000000','2026-11-05 09:00:00.000000',1,NULL,NULL,'recorded:outgoing:a2b45b0cde74ec627a89f915ac8d872c@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-05 09:00:00.000000');
INSERT INTO "outbox" VALUES(23,'e167b569fe6bdf6e31abc93dcbc1bce4f59661012ff523352528fb079f261fb2','send_email','link_officer','desk_mail',NULL,NULL,'{"effect": "send_email", "template": "desk_mail", "role": "link_officer", "to": ["officer@anytown.gov.uk"], "cc": [], "case": null, "task": null, "tasks": [], "question": null, "due_on": null, "facts": [["questions", "q-efa935f108\nq-2b8e0472e1"]], "attach": []}','done','2026-11-06 08:30:00.000000','2026-11-06 08:30:00.000000',1,NULL,NULL,'recorded:outgoing:e167b569fe6bdf6e31abc93dcbc1bce4@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-06 08:30:00.000000');
INSERT INTO "outbox" VALUES(24,'b87d40310bca59b7b733aad4d1be5fdc5eba9df40e4865dbad865755143168ee','send_email','link_officer','crossed_chaser','LGSCO 26 104 377',NULL,'{"effect": "send_email", "template": "crossed_chaser", "role": "link_officer", "to": ["officer@anytown.gov.uk"], "cc": [], "case": "LGSCO 26 104 377", "task": null, "tasks": [], "question": null, "due_on": null, "facts": [["letter", "Final chaser"], ["letter_on", "2 November 2026"], ["received_on", "6 November 2026"], ["forwarded", ""], ["reply_by", "16 December 2026"], ["findings", ""], ["items", "Information request of 2 November 2026: not due until 27 November 2026"]], "attach": []}','done','2026-11-06 18:00:00.000000','2026-11-06 18:00:00.000000',1,NULL,NULL,'recorded:outgoing:b87d40310bca59b7b733aad4d1be5fdc@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-06 18:00:00.000000');
INSERT INTO "outbox" VALUES(25,'23214ee1966726b7268395e3e2ccb1b5655df8f7fb0dafdbeccbbb9345879716','register_in_case_system','case_system',NULL,'LGSCO 26 104 377',NULL,'{"effect": "register_in_case_system", "case": "LGSCO 26 104 377", "event": "bba81e950a802ce6c70eec1264c33d24acac5c88d24f017eb4c30f130542f334", "title": "Final chaser of 2 November 2026", "complaint": null, "role": "case_system"}','held','2026-11-06 18:00:00.000000','2026-11-06 18:00:00.000000',0,NULL,NULL,NULL,NULL,'the original complaint is not certain',NULL,NULL);
INSERT INTO "outbox" VALUES(26,'7bd4578b1d529f368cdfd768579fc7576a3738ef2735219773684e2c4a4399f4','draft_reply','ombudsman','holding_reply','LGSCO 26 104 377',NULL,'{"effect": "draft_reply", "template": "holding_reply", "to": ["jo.bell@lgo.org.uk"], "answers": "m-3303ebcb7d155c24", "case": "LGSCO 26 104 377", "role": "ombudsman", "task": null, "facts": [["letter", "Final chaser"], ["letter_on", "2 November 2026"], ["received_on", "6 November 2026"], ["forwarded", ""], ["reply_by", "16 December 2026"], ["findings", ""]]}','done','2026-11-06 18:00:00.000000','2026-11-06 18:00:00.000000',1,NULL,NULL,'recorded:drafts:7bd4578b1d529f368cdfd768579fc757@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-06 18:00:00.000000');
INSERT INTO "outbox" VALUES(27,'fe994b3495e01aafcfc2ff018576134e5f783a089053d888f970838d0f10cac1','update_sheet','sheet',NULL,'LGSCO 26 104 377',NULL,'{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "case:LGSCO 26 104 377", "revision": 3, "role": "sheet", "task": null}','done','2026-11-06 18:00:00.000000','2026-11-06 18:00:00.000000',1,NULL,NULL,'case:LGSCO 26 104 377',NULL,NULL,NULL,'2026-11-06 18:00:00.000000');
INSERT INTO "outbox" VALUES(28,'efc9f354bfa4deb2e50c4da9e36d7bec5ef5aec79bd6f72efa34cb0b0c27e31c','update_sheet','sheet',NULL,'LGSCO 26 104 377',NULL,'{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "action:bba81e950a802ce6", "revision": 1, "role": "sheet", "task": null}','done','2026-11-06 18:00:00.000000','2026-11-06 18:00:00.000000',1,NULL,NULL,'action:bba81e950a802ce6',NULL,NULL,NULL,'2026-11-06 18:00:00.000000');
INSERT INTO "outbox" VALUES(29,'87f8cc6e400dff7893be328966c11d0e9c27ff1b3d75ea838a12414e375ca177','update_sheet','sheet',NULL,'LGSCO 26 104 377','LGSCO 26 104 377/1','{"effect": "update_sheet", "case": "LGSCO 26 104 377", "row_key": "task:LGSCO 26 104 377/1", "revision": 3, "role": "sheet", "task": "LGSCO 26 104 377/1"}','done','2026-11-06 18:00:00.000000','2026-11-06 18:00:00.000000',1,NULL,NULL,'task:LGSCO 26 104 377/1',NULL,NULL,NULL,'2026-11-06 18:00:00.000000');
INSERT INTO "outbox" VALUES(30,'5d11a5c289ce929e570e965f593d8ee1e793d112490f2a3abfc22ba66eb104e8','send_report','report_compiler','weekly_list',NULL,NULL,'{"effect": "send_report", "template": "weekly_list", "role": "report_compiler", "to": ["officer@anytown.gov.uk"], "due_on": "2026-11-09", "cc": [], "case": null, "service": null, "facts": [["rows", ""]]}','done','2026-11-09 08:00:00.000000','2026-11-09 08:00:00.000000',1,NULL,NULL,'recorded:outgoing:5d11a5c289ce929e570e965f593d8ee1@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-09 08:00:00.000000');
INSERT INTO "outbox" VALUES(31,'098563149654693950c95331d5619b48d59bbbe2e7647930c288533e3123954d','send_email','link_officer','desk_mail',NULL,NULL,'{"effect": "send_email", "template": "desk_mail", "role": "link_officer", "to": ["officer@anytown.gov.uk"], "cc": [], "case": null, "task": null, "tasks": [], "question": null, "due_on": null, "facts": [["questions", "q-efa935f108"]], "attach": []}','done','2026-11-09 08:30:00.000000','2026-11-09 08:30:00.000000',1,NULL,NULL,'recorded:outgoing:098563149654693950c95331d5619b48@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-09 08:30:00.000000');
INSERT INTO "outbox" VALUES(32,'3e2d981131597556fc3e71211fc496f20d9ddb45271d46c08002a9daf42ba5d3','send_email','owner','reminder','LGSCO 26 104 377','LGSCO 26 104 377/1','{"effect": "send_email", "template": "reminder", "role": "owner", "to": ["owner@anytown.gov.uk"], "cc": [], "case": "LGSCO 26 104 377", "task": "LGSCO 26 104 377/1", "tasks": ["LGSCO 26 104 377/1"], "question": null, "due_on": "2026-11-27", "facts": [["items", "LGSCO 26 104 377/1: Information request of 2 November 2026, due 27 November 2026"]], "attach": []}','done','2026-11-09 09:00:00.000000','2026-11-09 09:00:00.000000',1,NULL,NULL,'recorded:outgoing:3e2d981131597556fc3e71211fc496f2@linkbot.anytown.gov.uk',NULL,NULL,NULL,'2026-11-09 09:00:00.000000');
CREATE TABLE overrides (
	sequence INTEGER NOT NULL, 
	message VARCHAR NOT NULL, 
	about VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	act VARCHAR NOT NULL, 
	CONSTRAINT pk_overrides PRIMARY KEY (sequence)
);
INSERT INTO "overrides" VALUES(1,'m-3303ebcb7d155c24','sender','yes','a-3df9334895c7');
CREATE TABLE polls (
	mailbox TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	fault TEXT, 
	CONSTRAINT pk_polls PRIMARY KEY (mailbox)
);
INSERT INTO "polls" VALUES('ombudsman@anytown.gov.uk','2026-11-09 18:00:00.000000',NULL);
INSERT INTO "polls" VALUES('second@anytown.gov.uk','2026-11-09 18:00:00.000000','The mailbox folder is not there.');
CREATE TABLE questions (
	sequence INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	about VARCHAR NOT NULL, 
	message VARCHAR, 
	case_id VARCHAR, 
	task_id VARCHAR, 
	reading TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	choices JSON NOT NULL, 
	if_unanswered TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	asked_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	state VARCHAR NOT NULL, 
	answer TEXT, 
	answered_by TEXT, 
	answered_at DATETIME, 
	laddered INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (sequence), 
	CONSTRAINT uq_questions_id UNIQUE (id)
);
INSERT INTO "questions" VALUES(1,'q-efa935f108','complaint_link','m-b4a818619038c3a7','LGSCO 26 104 377',NULL,'Which original complaint does this case belong to? nothing like it was found','New complaint 26 104 377','["none"]','Tasks and dates run; only the registration against the complaint waits.','officer@anytown.gov.uk','2026-11-02 09:30:00.000000','2026-11-05 12:00:00.000000',0,'open',NULL,NULL,NULL,2,3);
INSERT INTO "questions" VALUES(2,'q-2b8e0472e1','sender','m-3303ebcb7d155c24',NULL,NULL,'Is this genuine? The sender is not who it says. This is: final chaser.','Final reminder before a witness summons: 26 104 377','["no", "yes"]','It is not acted on and never acknowledged.','officer@anytown.gov.uk','2026-11-02 09:30:00.000000','2026-11-05 12:00:00.000000',1,'answered','yes','officer','2026-11-06 18:00:00.000000',2,4);
CREATE TABLE sent_ids (
	sequence INTEGER NOT NULL, 
	message_id TEXT NOT NULL, 
	case_id VARCHAR, 
	task_id VARCHAR, 
	CONSTRAINT pk_sent_ids PRIMARY KEY (sequence), 
	CONSTRAINT uq_sent_ids_message_id_case_id_task_id UNIQUE (message_id, case_id, task_id)
);
INSERT INTO "sent_ids" VALUES(1,'f01ce19c629e7a10e70fa89d60a09bab@linkbot.anytown.gov.uk','LGSCO 26 104 377',NULL);
INSERT INTO "sent_ids" VALUES(2,'df6d7d371283bc5519ce2dccd581b756@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(3,'fee55049278d936a3c9acd8e65cbc5dd@linkbot.anytown.gov.uk','LGSCO 26 104 377','LGSCO 26 104 377/1');
INSERT INTO "sent_ids" VALUES(4,'75027edeb44693d9c26dae5b25238b65@linkbot.anytown.gov.uk','LGSCO 26 104 377',NULL);
INSERT INTO "sent_ids" VALUES(5,'4438997b7961671e9a64143e018c3f4d@linkbot.anytown.gov.uk','LGSCO 26 104 377','LGSCO 26 104 377/1');
INSERT INTO "sent_ids" VALUES(6,'fe0186c4f30731a2fd3f4eab51c66498@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(7,'90775b9e73e5d382b54e368775b9f2ec@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(8,'c736dd35fa635015892aab3f40912c13@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(9,'08b45c8dcc25ca4e117f3dfbcb155bcc@linkbot.anytown.gov.uk','LGSCO 26 104 377',NULL);
INSERT INTO "sent_ids" VALUES(10,'60af67a4b8346ab9e8dd624f53ed4d8a@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(11,'7788bde6ac2c592672b10e093980bcdc@linkbot.anytown.gov.uk','LGSCO 26 104 377',NULL);
INSERT INTO "sent_ids" VALUES(12,'a24174111de73c71b34547f993608415@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(13,'044dd882ffe3bb16c43f232ec7231cd3@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(14,'a2b45b0cde74ec627a89f915ac8d872c@linkbot.anytown.gov.uk','LGSCO 26 104 377','LGSCO 26 104 377/1');
INSERT INTO "sent_ids" VALUES(15,'e167b569fe6bdf6e31abc93dcbc1bce4@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(16,'b87d40310bca59b7b733aad4d1be5fdc@linkbot.anytown.gov.uk','LGSCO 26 104 377',NULL);
INSERT INTO "sent_ids" VALUES(17,'7bd4578b1d529f368cdfd768579fc757@linkbot.anytown.gov.uk','LGSCO 26 104 377',NULL);
INSERT INTO "sent_ids" VALUES(18,'5d11a5c289ce929e570e965f593d8ee1@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(19,'098563149654693950c95331d5619b48@linkbot.anytown.gov.uk',NULL,NULL);
INSERT INTO "sent_ids" VALUES(20,'3e2d981131597556fc3e71211fc496f2@linkbot.anytown.gov.uk','LGSCO 26 104 377','LGSCO 26 104 377/1');
CREATE TABLE tasks (
	sequence INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	case_id VARCHAR, 
	kind VARCHAR NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	cause VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	number INTEGER, 
	checklist JSON NOT NULL, 
	official_on DATE, 
	due_on DATE, 
	due_stated BOOLEAN NOT NULL, 
	internal_due_on DATE, 
	amount_pence BIGINT, 
	binding BOOLEAN NOT NULL, 
	service VARCHAR, 
	priority BOOLEAN NOT NULL, 
	confidential BOOLEAN NOT NULL, 
	done BOOLEAN NOT NULL, 
	last_notice_on DATE, 
	senior_notice_on DATE, 
	submitted_at DATETIME, 
	extension_pending BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_tasks PRIMARY KEY (sequence), 
	CONSTRAINT fk_tasks_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_tasks_id UNIQUE (id)
);
INSERT INTO "tasks" VALUES(1,'LGSCO 26 104 377/1','LGSCO 26 104 377','request','Information request of 2 November 2026','A copy of the housing repairs log from 1 January 2026.
An explanation of the delay in repairing the roof after 4 March 2026.
The Council''s housing repairs policy.','owner@anytown.gov.uk','2026-11-02 09:30:00.000000','731f19900eaafa0bf3088d01c8086e7254c7edc260386c3ad9f4e6d4a70692a7','received',NULL,'["A copy of the housing repairs log from 1 January 2026.", "An explanation of the delay in repairing the roof after 4 March 2026.", "The Council''s housing repairs policy."]','2026-11-27','2026-11-27',1,'2026-11-20',NULL,1,'housing_repairs',0,0,0,'2026-11-09',NULL,NULL,0,4);
CREATE TABLE worker_leases (
	name VARCHAR NOT NULL, 
	owner TEXT NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_worker_leases PRIMARY KEY (name)
);
INSERT INTO "worker_leases" VALUES('worker','server-1, process 4711, since 2026-11-02 09:00:00Z','2026-11-09 18:01:00.000000');
CREATE INDEX ix_messages_message_id ON messages (message_id);
CREATE INDEX ix_messages_octets_digest ON messages (octets_digest);
CREATE INDEX ix_messages_status_received_at_id ON messages (status, received_at, id);
CREATE INDEX ix_message_cases_case_id ON message_cases (case_id);
CREATE INDEX ix_overrides_message ON overrides (message);
CREATE INDEX ix_sent_ids_message_id ON sent_ids (message_id);
CREATE INDEX ix_cases_reference_digits ON cases (reference_digits);
CREATE INDEX ix_cases_status ON cases (status);
CREATE INDEX ix_tasks_case_id ON tasks (case_id);
CREATE INDEX ix_tasks_cause ON tasks (cause);
CREATE INDEX ix_tasks_state_due_on ON tasks (state, due_on);
CREATE INDEX ix_invitations_case_id ON invitations (case_id);
CREATE INDEX ix_events_case_id ON events (case_id);
CREATE INDEX ix_events_kind ON events (kind);
CREATE INDEX ix_events_message ON events (message);
CREATE INDEX ix_questions_case_id ON questions (case_id);
CREATE INDEX ix_questions_message ON questions (message);
CREATE INDEX ix_questions_state_due_at ON questions (state, due_at);
CREATE INDEX ix_acts_target ON acts (target);
CREATE INDEX ix_outbox_case_id ON outbox (case_id);
CREATE INDEX ix_outbox_effect_name ON outbox (effect_name);
CREATE INDEX ix_outbox_state_next_at ON outbox (state, next_at);
CREATE INDEX ix_outbox_task_id ON outbox (task_id);
CREATE INDEX ix_complaints_postcode_key ON complaints (postcode_key);
CREATE INDEX ix_complaint_surnames_surname_key ON complaint_surnames (surname_key);
COMMIT;
