// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether files are still what they were.
//
#ifndef IRQLINT_CLANG_STAMPS_H
#define IRQLINT_CLANG_STAMPS_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace irqlint
{

class Stamps
{
public:
	// What is added has been read since: a file that was written since then does not hold.
	Stamps();

	// File, absolute.
	void add(llvm::StringRef File);
	// Whether no file has changed, come or gone since it was added.
	bool hold() const;

private:
	struct Stamp {
		timespec Changed;
		uint64_t Size, Inode;
		bool There;
		bool operator==(const Stamp &Other) const;
	};
	static Stamp stampOf(const std::string &File);

	timespec Start;
	std::vector<std::pair<std::string, Stamp>> Files;
	bool Written = false; // a file was, while it was read
};

} // namespace irqlint

#endif
