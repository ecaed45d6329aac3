// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_RTC_H
#define KERNEL_LINUX_RTC_H

#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/seq_file.h>

#define RTC_UF 0x10
#define RTC_AF 0x20
#define RTC_IRQF 0x80

#define RTC_PF 0x40
#define RTC_AIE 0x20
#define RTC_TIMESTAMP_BEGIN_0000 (-62167219200LL)
#define RTC_TIMESTAMP_BEGIN_1900 (-2208988800LL)
#define RTC_TIMESTAMP_BEGIN_2000 946684800LL
#define RTC_TIMESTAMP_END_2063 2966371199LL
#define RTC_TIMESTAMP_END_2079 3471292799LL
#define RTC_TIMESTAMP_END_2099 4102444799LL
#define RTC_TIMESTAMP_END_9999 253402300799LL

enum { RTC_FEATURE_ALARM, RTC_FEATURE_ALARM_RES_MINUTE, RTC_FEATURE_NEED_WEEK_DAY, RTC_FEATURE_ALARM_RES_2S,
       RTC_FEATURE_UPDATE_INTERRUPT, RTC_FEATURE_CORRECTION, RTC_FEATURE_BACKUP_SWITCH_MODE,
       RTC_FEATURE_ALARM_WAKEUP_ONLY, RTC_FEATURE_CNT };

struct rtc_time {
	int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
};

struct rtc_wkalrm {
	unsigned char enabled, pending;
	struct rtc_time time;
};

struct rtc_param;
struct seq_file;

/* Context of all: process, may sleep. */
struct rtc_class_ops {
	int (*ioctl)(struct device *dev, unsigned int command, unsigned long argument);
	int (*read_time)(struct device *dev, struct rtc_time *time);
	int (*set_time)(struct device *dev, struct rtc_time *time);
	int (*read_alarm)(struct device *dev, struct rtc_wkalrm *alarm);
	int (*set_alarm)(struct device *dev, struct rtc_wkalrm *alarm);
	int (*proc)(struct device *dev, struct seq_file *file);
	int (*alarm_irq_enable)(struct device *dev, unsigned int enabled);
	int (*read_offset)(struct device *dev, long *offset);
	int (*set_offset)(struct device *dev, long offset);
	int (*param_get)(struct device *dev, struct rtc_param *param);
	int (*param_set)(struct device *dev, struct rtc_param *param);
};

struct rtc_device {
	struct device dev;
	const struct rtc_class_ops *ops;
	struct mutex ops_lock;
	unsigned long features[BITS_TO_LONGS(RTC_FEATURE_CNT)];
	time64_t range_min, range_max, start_secs;
	bool set_start_time, uie_unsupported;
	int max_user_freq;
};

/* Context: process, may sleep.  Returns: an ERR_PTR, or a negative errno, on failure. */
struct rtc_device *devm_rtc_allocate_device(struct device *dev);
struct rtc_device *devm_rtc_device_register(struct device *dev, const char *name, const struct rtc_class_ops *ops,
					    struct module *owner);
int devm_rtc_register_device(struct rtc_device *rtc);
/* Context: any. */
void rtc_update_irq(struct rtc_device *rtc, unsigned long count, unsigned long events);

/* Context: any. */
time64_t rtc_tm_to_time64(struct rtc_time *time);
void rtc_time64_to_tm(time64_t seconds, struct rtc_time *ret_time);
int rtc_valid_tm(struct rtc_time *time);

#define RTC_TIMESTAMP_END_2199 7258118399LL

#endif
