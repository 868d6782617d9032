# make run     set up once and open the program
# make model   add what a language model in this computer needs (compiles llama.cpp: about ten minutes, once)
# make workshop add what a workshop for a group needs: people come in by browser
# make voice   add what the listening meter needs to use a microphone
# make test    set up what the tests need and run them
# make test-model  the tests of the language model with a real llama.cpp and its server (compiles it, once)
# make check   style, types, import rules, content
# make bench   measure the promises of speed, size and accuracy; writes docs/benchmarks.md
# make report  how well lines are read and guidance is found, in full; writes docs/accuracy.md and docs/search.md (make curve makes its learning curve anew: long)
# make employees talk with every employee, well, clumsily and harshly; writes docs/employees.md
# make coverage what carries each source, and the contradictions; writes docs/coverage.md
# make train   train the model of the reader from the labelled lines
# make messages collect and compile the message catalogue

.PHONY: run model workshop voice test test-model check bench report curve employees coverage train messages dev clean

bin := .venv/bin

run:
	@scripts/set-up
	@$(bin)/coach

model:
	@scripts/set-up llm

workshop:
	@scripts/set-up web
	@echo "Ready. In this folder, once in each new terminal:  . .venv/bin/activate"
	@echo "Then:  coach workshop run kennismaking   (a group)   or   coach workshop pair   (two people, one keyboard)"

voice:
	@scripts/set-up voice

dev:
	@scripts/set-up dev

test: dev
	$(bin)/pytest -n 2

test-model: model
	@scripts/set-up model-tests
	$(bin)/pytest tests/model tests/exam tests/words tests/cli/test_model*.py tests/roleplay/test_voice_engine.py tests/tui/test_model*.py

check: dev
	$(bin)/ruff check coach tests benchmarks training scripts
	$(bin)/ruff format --check coach tests benchmarks training scripts
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/coach content check

bench: dev
	$(bin)/python -m benchmarks.report

report: dev
	$(bin)/python -m benchmarks.accuracy_report
	$(bin)/python -m benchmarks.search_report

curve: dev
	@scripts/set-up dev,train
	$(bin)/python -m benchmarks.accuracy_report --curve

employees: dev
	$(bin)/python -m benchmarks.employees

coverage: dev
	$(bin)/python -m benchmarks.coverage

train: dev
	@scripts/set-up dev,train
	$(bin)/python -m training.train_reader
	$(bin)/python -m training.train_ranker
	$(bin)/python -m training.train_topics
	$(bin)/python -m training.train_details
	$(bin)/python -m training.train_live

messages: dev
	$(bin)/pybabel --quiet extract --mapping-file=babel.cfg --keywords=_ --keywords=mark --no-location --sort-output --omit-header --output-file=coach/locale/coach.pot coach
	$(bin)/pybabel --quiet update --domain=coach --input-file=coach/locale/coach.pot --output-dir=coach/locale --locale=nl --no-fuzzy-matching --ignore-obsolete
	$(bin)/pybabel --quiet compile --domain=coach --directory=coach/locale --locale=nl

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
