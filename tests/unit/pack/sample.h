/* sample.h - a small good pack that tests break in one place at a time. */
#ifndef PACK_TEST_SAMPLE_H
#define PACK_TEST_SAMPLE_H

#include "pack/pack.h"

static const char sample_pack[] =
    "id: sample-station\n"                                          /* 1 */
    "version: 2024.1\n"
    "in_force: 2024-02-01\n"
    "title: {zh: 示例站, en: Sample station}\n"
    "authority: 示例中心\n"                                          /* 5 */
    "subject: organisation\n"
    "parameters:\n"
    "  最低人数: {value: 10, unit: 人, clause: S-1}\n"
    "  最低分钟: {value: 3600, unit: 分钟, clause: S-2}\n"
    "facts:\n"                                                      /* 10 */
    "  每万人数: {type: number, source: 年报, clause: S-2}\n"
    "lists:\n"
    "  类型: [甲, 乙]\n"
    "readings:\n"
    "  口径:\n"                                                     /* 15 */
    "    of: S-2\n"
    "    question: 何时撤销\n"
    "    chosen: 两项\n"
    "    options: [两项, 任一项]\n"
    "procedures:\n"                                                 /* 20 */
    "  apply:\n"
    "    title: 申请\n"
    "    form: application\n"
    "    clause: S-1\n"
    "    window_until: 2024-03-12\n"                                /* 25 */
    "    window_clause: S-1\n"
    "    priority_field: 优先\n"
    "    before: [执照]\n"
    "    channels:\n"
    "      self: {title: 自荐, by: applicant, clause: S-1}\n"       /* 30 */
    "      direct: {by: recommender, import: 附表, clause: S-1}\n"
    "    stages:\n"
    "      - stage: formal_review\n"
    "        by: secretariat\n"
    "        decide: 条件\n"                                        /* 35 */
    "        criteria: [合法性]\n"
    "        supplement: {days: 15, kind: working}\n"
    "        clause: S-1\n"
    "      - stage: public_notice\n"
    "        by: centre\n"                                          /* 40 */
    "        period: {days: 5, kind: working}\n"
    "        clause: S-1\n"
    "      - stage: grant\n"
    "        by: centre\n"
    "        term_years: 3\n"                                       /* 45 */
    "        document: 证书\n"
    "        clause: S-1\n"
    "watches:\n"
    "  久未活动: {when: 半年未活动, then: warn, "
    "message: '{{subject}}自{{最近活动日}}起', clause: S-2}\n"
    "duties:\n"                                                     /* 50 */
    "  年度:\n"
    "    met: 年度达标\n"
    "    propose_if: 应撤销\n"
    "    due_day: 01-15\n"
    "    clause: S-2\n"                                             /* 55 */
    "    sanction_clause: S-2\n"
    "    counters:\n"
    "      - {counter: 年度服务分钟, title: 时长, goal: 最低分钟}\n"
    "grounds:\n"
    "  违法: {may_end: true, clause: S-2}\n"                        /* 60 */
    "imports:\n"
    "  附表:\n"
    "    columns: {单位: {type: text, required: true}, "
    "电话: {type: mobile}}\n"
    "    name_column: 单位\n"
    "    clause: S-1\n"                                             /* 65 */
    "records:\n"
    "  需求: {form: need, write: holder, read: officer, clause: S-2}\n"
    "documents:\n"
    "  证书:\n"
    "    title: 证书\n"                                             /* 70 */
    "    layout: certificate\n"
    "    number_format: 'S-{{year}}-{{serial:5}}'\n"
    "    body: 授予{{subject}}，至{{last_day}}。\n"
    "    clause: S-1\n";

static const char sample_rules[] =
    "成立满两年:\n"                                                 /* 1 */
    "  feel: 加年(成立日期, 2) <= 基准日\n"
    "  clause: S-1\n"
    "  evidence: [成立日期]\n"
    "人数达标:\n"                                                   /* 5 */
    "  feel: |\n"
    "    人数 >= 最低人数\n"
    "    and 人数 < 100000\n"
    "  clause: S-1\n"
    "真实:\n"                                                       /* 10 */
    "  attested: true\n"
    "  clause: S-1\n"
    "条件:\n"
    "  all: [成立满两年, 人数达标, 真实]\n"
    "  clause: S-1\n"                                               /* 15 */
    "年度达标:\n"
    "  any: [时长达标, 比例达标]\n"
    "  clause: S-2\n"
    "时长达标:\n"
    "  feel: 年度服务分钟 >= 最低分钟\n"                            /* 20 */
    "  clause: S-2\n"
    "比例达标:\n"
    "  feel: 每万人数 >= 2.3\n"
    "  clause: S-2\n"
    "应撤销:\n"                                                     /* 25 */
    "  feel: 'if 口径 = \"两项\" then not(年度达标) else not(时长达标)'\n"
    "  reading: 口径\n"
    "  clause: S-2\n"
    "半年未活动:\n"
    "  feel: 基准日 > 起算日\n"                                     /* 30 */
    "  clause: S-2\n"
    "起算日:\n"
    "  value: 加月(最近活动日, 6)\n"
    "  clause: S-2\n";

static const char sample_form[] =
    "title: 申请表\n"                                               /* 1 */
    "clause: S-1\n"
    "sections:\n"
    "  基本:\n"
    "    fields:\n"                                                 /* 5 */
    "      成立日期: {type: date, required: true, clause: S-1}\n"
    "      人数: {type: integer, min: 0, max: 100000, clause: S-1}\n"
    "      优先: {type: many_of, options: 类型, clause: S-1}\n"
    "      经历:\n"
    "        type: rows\n"                                          /* 10 */
    "        clause: S-1\n"
    "        columns: {起: {type: date}, 止: {type: date}}\n"
    "      说明: {type: long_text, show_if: '人数 > 5', clause: S-1}\n";

static const char sample_need[] =
    "title: 需求\n"                                                 /* 1 */
    "clause: S-2\n"
    "sections:\n"
    "  需求:\n"
    "    fields:\n"                                                 /* 5 */
    "      内容: {type: text, clause: S-2}\n";

static const char sample_regulation[] =
    "# 《示例办法》\n"                                              /* 1 */
    "\n"
    "## 第一章 条件\n"
    "\n"
    "### S-1 第一条\n"                                              /* 5 */
    "`eligibility`\n"
    "\n"
    "成立 2 年以上，人员不少于 10 人。\n"
    "\n"
    "### S-2 第二条\n"                                              /* 10 */
    "`duty`\n"
    "\n"
    "每年不少于 60 小时。\n"
    "第二款。\n";

#define SAMPLE_FILES 5

#define SAMPLE_TEXT(text) { text, sizeof(text) - 1 }

static const struct pack_file sample_files[SAMPLE_FILES] = {
    { STR_INIT("pack.yaml"), SAMPLE_TEXT(sample_pack) },
    { STR_INIT("rules.yaml"), SAMPLE_TEXT(sample_rules) },
    { STR_INIT("forms/application.yaml"), SAMPLE_TEXT(sample_form) },
    { STR_INIT("forms/need.yaml"), SAMPLE_TEXT(sample_need) },
    { STR_INIT("regulation.md"), SAMPLE_TEXT(sample_regulation) },
};

#endif
