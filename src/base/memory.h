/* What base does when the system has no memory left: say so and end. Private to this room. */
#ifndef AMBIT_BASE_MEMORY_H
#define AMBIT_BASE_MEMORY_H

_Noreturn void base_memory_out(void);

#endif
