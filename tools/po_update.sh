#!/bin/sh
# Brings po/en.po up to date with the sentences of src/web and src/domain.
#
# Sentences stand in the source in Chinese: T(w, "...") and N_("..."). New ones
# are added without a translation, those that are gone are dropped; nothing is
# guessed. Then write the English, and let tools/po_check.py look at it.
set -eu
cd "$(dirname "$0")/.."
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
find src/web src/domain -name '*.[ch]' | LC_ALL=C sort | xgettext \
    --files-from=- --from-code=UTF-8 --language=C --keyword \
    --keyword=T:2 --keyword=N_:1 --sort-output --no-wrap \
    --add-location=file --package-name=mingce --output="$pot"
# A file without sentences leaves no template.
[ -s "$pot" ] || { echo "no sentences found" >&2; exit 1; }
# The day of the template would change with every run.
sed -i '/^"POT-Creation-Date:/d; s/charset=CHARSET/charset=UTF-8/' "$pot"
msgmerge --quiet --update --backup=none --no-fuzzy-matching --sort-output \
    --no-wrap --add-location=file po/en.po "$pot"
msgattrib --no-obsolete --no-wrap --sort-output --add-location=file \
    --output-file=po/en.po po/en.po
python3 tools/po_check.py || true
