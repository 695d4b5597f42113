from test_feedback import ANSWER

from twitchbot.operations.metrics import Metrics
from twitchbot.operations.observed import ObservedChatbot


def test_counts_and_times_are_exposed_without_text():
    metrics = Metrics()
    metrics.answered(ANSWER, 0.02)
    metrics.replied(200)
    metrics.lost()
    text = metrics.exposition().decode()
    assert 'twitchbot_answers_total{intent="question",outcome="answer",tier="none"} 1.0' in text
    assert 'twitchbot_answer_seconds_bucket{le="0.025"} 1.0' in text
    assert 'twitchbot_answer_seconds_bucket{le="0.01"} 0.0' in text
    assert 'twitchbot_http_requests_total{status="200"} 1.0' in text
    assert "twitchbot_records_lost_total 1.0" in text
    assert "reader" not in text


def test_two_processes_worth_of_counters_do_not_meet():
    one, other = Metrics(), Metrics()
    one.judged("up")
    assert 'verdict="up"' not in other.exposition().decode()


def test_the_same_verdict_twice_at_once_is_one_click():
    class Bot:
        pass

    observed = ObservedChatbot(Bot(), Metrics())
    for verdict in ("up", "up", "down", "down", "up"):
        observed.judge("a1", verdict)
    text = observed.metrics.exposition().decode()
    assert 'twitchbot_feedback_total{verdict="up"} 2.0' in text
    assert 'twitchbot_feedback_total{verdict="down"} 1.0' in text


def test_what_the_bot_answers_passes_through_unchanged():
    class Bot:
        def reply(self, *arguments, **named):
            self.asked = (arguments, named)
            return ANSWER

    bot = Bot()
    assert ObservedChatbot(bot, Metrics()).reply("hi", {"v": 1}, region="UK", page="p") is ANSWER
    assert bot.asked == (("hi", {"v": 1}), {"region": "UK", "page": "p"})
