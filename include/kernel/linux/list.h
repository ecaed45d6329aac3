// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Circular doubly linked lists. */
#ifndef KERNEL_LINUX_LIST_H
#define KERNEL_LINUX_LIST_H

#include <linux/container_of.h>
#include <linux/types.h>

#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static inline void list_add(struct list_head *entry, struct list_head *head)
{
	entry->next = head->next;
	entry->prev = head;
	head->next->prev = entry;
	head->next = entry;
}

static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	list_add(entry, head->prev);
}

static inline void list_del(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

static inline void list_del_init(struct list_head *entry)
{
	list_del(entry);
	INIT_LIST_HEAD(entry);
}

static inline void list_move_tail(struct list_head *entry, struct list_head *head)
{
	list_del(entry);
	list_add_tail(entry, head);
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

#define list_entry(pointer, type, member) container_of(pointer, type, member)
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_first_entry(head, type, member))
#define list_next_entry(position, member) list_entry((position)->member.next, __typeof__(*(position)), member)
#define list_for_each(position, head) \
	for ((position) = (head)->next; (position) != (head); (position) = (position)->next)
#define list_for_each_entry(position, head, member)                                     \
	for ((position) = list_first_entry(head, __typeof__(*(position)), member);      \
	     &(position)->member != (head); (position) = list_next_entry(position, member))
#define list_for_each_entry_safe(position, next_entry, head, member)                    \
	for ((position) = list_first_entry(head, __typeof__(*(position)), member),      \
	    (next_entry) = list_next_entry(position, member);                           \
	     &(position)->member != (head);                                             \
	     (position) = (next_entry), (next_entry) = list_next_entry(next_entry, member))

#endif
