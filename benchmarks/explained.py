"""What the parts of the report on accuracy mean, in words. Names in braces are filled in by the report."""

from __future__ import annotations

INTRODUCTION = """\
# How well the reader reads

{today}. Made by `make report`. The reader was trained on {trained}.

The reader looks at one line of a manager at a time, with the employee's turn before it, and says which flags and
moves it sees, and how sure it is of each flag. Here that is compared with the labels of {sizes} lines and notes of
the two held-out parts. They were written and labelled from the labelling contract alone; the reader was not trained
on them, and their texts are read by the measuring program only. A flag counts from the band *likely* (certainty 0.5)
up, unless another band is named.

What these figures cannot say: the lines were written to be labelled and are no transcripts of real talks. Lines that
cross a boundary are probably far more common here than in real talks; where they are rarer, precision is lower, while
the share of clean lines with a false alarm carries over better.

Intervals in brackets hold 95 %: for precision, recall and F1 of {draws:,} draws of the lines with replacement (the
bootstrap, percentile method), for plain shares by Wilson's method. Lines by one author resemble each other, so the
true room is somewhat wider.
"""

SUMMARY = """\
The hard flags (`medical_probe`, `capacity_probe`, `privacy_breach`, `threat`) taken together: does a line carry any
of them, and does the reader show any of them? *hard* is how many lines do. *clean* is how many lines carry no flag at
all; the last two columns are false alarms per 100 of those."""

BARS = """\
What the reader was meant to reach, at *likely* up. On the two parts together {met} of {total} are met. Recall and
precision of the hard flags are asked together, and so are those of `medical_probe`. The calibration error is given
twice: over every line and flag (most of them rightly not found, which makes it small) and, stricter, over the flags
that were found."""

LABELS = """\
Precision: of the lines on which the reader shows the label, how many carry it. Recall: of the lines that carry it, on
how many the reader shows it. *n*: how many lines carry it. Some *n* are small, and their intervals wide.

`heldout-2` was labelled twice. The second labeller had the same contract and the same lines, and not the first
labels. *kappa* (Cohen) and *F1 of 2nd* compare those two labellings: they show how far the contract itself fixes a
label, and so a ceiling for any reader of it. Both labellings keep to one contract; they are no panel of managers,
lawyers or trainers, and a wider group would agree less."""

KINDS = """\
What is said in the talk, and what someone wants to write down. In the notes of both parts `privacy_breach` is the
only label that occurs."""

COLUMNS = """\
*flags F1* counts every flag of every line together (micro); the last two columns are false alarms per 100 clean
lines."""

INDIRECT = """\
Medical questions that name nothing medical are the hard ones. A line counts as *without* when the lexicon finds none
of these concepts in it: {concepts}. The turn before is left out of account."""

STYLES = """\
Both parts together. The style comes from the key of the author where that names one (chat or app, vlaams, spraak or
dictaat, u) and else from the text: *ge* or *gij* for Flemish, six words or more without any punctuation for speech,
*u* or *uw* for the u-form. Each line stands in one row; notes of every style stand under notes."""

CALIBRATION = """\
When the reader says 0.8, is it right eight times in ten? These are all flags that were found on the two parts
together, the band *maybe* included. Nothing below 0.3 is reported at all, so the table begins there. Above the dotted
line the reader is more often right than it says, below it less often; a bigger dot stands for more flags."""

CALIBRATION_ERROR = """\
Expected calibration error: the distance between the last two columns, averaged over all findings; once over the flags
that were found, and once over every line and flag, where what was not found counts as said with 0."""

FRESH = """\
Sets by writers from whom the reader has learned nothing. Each writer knew the contract and had an aim of his own:
four wrote an exam of the whole contract, the others what a reader may well not know. Nobody tried to make them
resemble real talks. Readers were compared on them before one was kept, so they are a little kinder than a set that
nobody has measured on."""

FRESH_CALIBRATION = """\
Over the {flags:,} flags found on all of them, *maybe* included, the expected calibration error is {error:.3f}."""

READERS = """\
Some lines of the exams were labelled again by a second reader who had the contract, the same lines, and not the first
labels. Below is F1 against the labels of the writers: what is left above the reader is knowledge that it lacks, what
is left above the second reader is room in the contract."""

ROUNDS = """\
**New pens at first sight.** Each round a new pen, who knows the contract and nothing of the reader, writes lines. The
first of them are read once, by the reader as it stood then (*trained_on*: its training lines), and only after that
learned from and added to the training lines. A round is never measured again. A round of {usual} lines is a small
sample and every pen writes differently, so the rows go up and down for more reasons than learning. The rounds that
section 6 names too are not learned from yet. Sparring pens, who see which of their lines are misread and write more
around those, have no row here: their lines are not read at first sight."""

SIZES = """\
**More lines.** The reader trained on part of the authors, measured on the held-out parts. Rules and lexicon are the
same in every row: only the trained layer changes. One draw of authors; each row holds those above it."""

WORST = """\
The {count} worst mistakes on training lines; those on held-out lines stay unread. Each line was judged by weights
that had not seen its author, together with the rules; the number is the probability that the label got.
The key of an author names one voice, and one writer may have written many voices, so these folds are kinder than a
new writer. Most are mistakes of the reader, some may be mistakes of the label."""

DATA = """\
{sparring} of the training lines are by sparring pens (section 7). A pair is two versions of one line that differ in
little, or in the turn before only, so that their labels differ. The key of an author names one voice (a manager in
some line of work); one writer may have written many voices."""

REPETITION = """\
Repetition. *distinct* is the share of word 4-grams that are different ones (it falls as a part grows, so parts of
different size do not compare). Then how alike a line is to its nearest neighbour: the Jaccard index of letter
4-grams, the other half of its own pair left out. *near* counts lines with a neighbour above {near}; *same text*
counts lines whose very text stood there already, pairs included (short answers, or the same words after another
turn), and *same turn* those of them with the same turn before as well."""

LEAKS = """\
Leak check: how alike each held-out line is to the nearest training line. Lines of a few words are often the same by
chance, so those of {long} words or more (*long*) are given apart as well."""
