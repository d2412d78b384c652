"""Names of the facts that effects carry into their wording. What they hold is decided where the effect is."""

FACTS = (
    "alarm",  # what is wrong with linkbot itself, in a few words
    "again",  # of a receipt of answers: what is asked back, a line each: number, sort, target
    "answered",  # of such a receipt: what was understood and done, a line each
    "change",  # what changed for the owner of a task, a sentence
    "code",  # of a submission: how the original complaint stood against its Code, a line each
    "contact",  # who at the Ombudsman wrote
    "doubles",  # of a receipt of evidence: files that had come before, a line each
    "detail",  # of an alert: what was seen, a line each
    "findings",  # of a determination, a line each
    "forwarded",  # "yes" when the letter was seen only as an internal forward
    "got",  # of a receipt of evidence: files that came, a line each
    "headline",  # of an alert: what happened, a sentence
    "items",  # tasks with their dates, a line each
    "kind",  # id of the letter's kind
    "letter",  # what the letter is: "Information request"
    "letter_on",  # its date
    "missing",  # what is still wanted of the owner, a line each
    "new_date",  # the date we ask for, or were given
    "owners",  # officers who hold the tasks, a line each
    "part",  # of a submission: which of its mails this is, or how many there are
    "problems",  # of a receipt of answers: what was not understood, a line each
    "publication_on",  # when the Ombudsman publishes
    "received_on",
    "refused",  # of a receipt of evidence: files that could not be taken, with the reason, a line each
    "reply_by",  # dates by which the letter wants an answer
    "said",  # of a receipt of evidence: what the sender's words were taken for, a line each
    "seats",  # of a validator's mail: task, post and version of each line
    "stage",  # why a warning goes now, a sentence
    "stop",  # "yes": the reader need do nothing more about the task
    "threat",  # the words that threaten formal power
    "todo",  # of an alert: what to do, a line each
    "why",  # why something is so, a sentence
)
"""Names of facts that effects carry; a fact of another name is not shown."""
