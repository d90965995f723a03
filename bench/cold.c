/* Times whole programs from their start to their end, without a shell between, output to /dev/null.
 *   cold RUNS COUNT NAME COMMAND... -- NAME COMMAND... -- ...
 * The first COUNT commands are ours, the others peers. A NAME that begins with '-' is a floor: shown, not compared. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>

#include "timing.h"

enum { COMMANDS_MAX = 16 };

typedef struct command {
	const char *name;
	char **argv;
	samples time;
	int code;
} command;

/* Exit code, or -1 when it did not run or was killed. */
static int run(char **argv, const posix_spawn_file_actions_t *actions, char **environment)
{
	pid_t pid;
	int status;
	if (posix_spawnp(&pid, argv[0], actions, NULL, argv, environment) != 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) && WEXITSTATUS(status) != 127 ? WEXITSTATUS(status) : -1;
}

static int split(int argc, char **argv, command *list)
{
	int n = 0;
	for (int i = 0; i < argc && n < COMMANDS_MAX; i++) {
		list[n++] = (command){.name = argv[i], .argv = &argv[i + 1]};
		while (i < argc && strcmp(argv[i], "--") != 0)
			i++;
		if (i < argc)
			argv[i] = NULL;
	}
	return n;
}

/* 2 is bad input in ours and a failure in the peers. */
static bool measure_one(command *c, bool counts, const posix_spawn_file_actions_t *actions, char **environment)
{
	uint64_t start = now_ns();
	int code = run(c->argv, actions, environment);
	uint64_t took = now_ns() - start;
	if (counts)
		sample(&c->time, took);
	else
		c->code = code;
	if (code >= 0 && code != 2 && code == c->code)
		return true;
	fprintf(stderr, "cold: \"%s\" failed (code %d)\n", c->name, code);
	return false;
}

/* The first round warms the caches and is not counted; a command that fails or answers differently ends it all. */
static bool measure(command *list, int n, long runs, char **environment)
{
	posix_spawn_file_actions_t actions;
	bool ok = true;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	for (long round = 0; ok && round <= runs; round++)
		for (int i = 0; ok && i < n; i++)
			ok = measure_one(&list[i], round > 0, &actions, environment);
	posix_spawn_file_actions_destroy(&actions);
	return ok;
}

static void compare(command *ours, command *peer)
{
	double a = sample_us(&ours->time, 0.5), b = sample_us(&peer->time, 0.5);
	printf("cold/%s/%s ratio=%.2f (ours %.0f us, peer %.0f us)\n", ours->name, peer->name, b / a, a, b);
}

int main(int argc, char **argv, char **environment)
{
	static command list[COMMANDS_MAX];
	if (argc < 5) {
		fprintf(stderr, "cold: usage: cold RUNS COUNT NAME COMMAND... -- NAME COMMAND...\n");
		return 2;
	}
	long runs = strtol(argv[1], NULL, 10);
	int ours = (int)strtol(argv[2], NULL, 10), n = split(argc - 3, argv + 3, list);
	if (!measure(list, n, runs, environment))
		return 1;
	printf("  %ld runs of each, in turns\n", runs);
	sample_head("start to end of a process");
	for (int i = 0; i < n; i++)
		sample_print(list[i].name, &list[i].time);
	for (int i = 0; i < ours; i++)
		for (int k = ours; k < n; k++)
			if (list[k].name[0] != '-')
				compare(&list[i], &list[k]);
	for (int i = 0; i < n; i++)
		samples_free(&list[i].time);
	return 0;
}
